"""The script editor: Scintilla with Python colours, find and replace, and a document with a dirty mark.

Scintilla counts in UTF-8 bytes; everything that crosses into it goes through `text.byte_offset` and the like.
"""
