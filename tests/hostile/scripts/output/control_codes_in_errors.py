# expect: not-success
# what: control codes in the text and the name of an exception, and in the script's own lines
class Strange(Exception):
    pass


Strange.__name__ = "Str\x1b[2Jange\u202e"
raise Strange("\x1b[2J\u202e\x00\x07 text \u2066")  # ‮ turned
