# what: the second script of the founders, verbatim
# body: tests/data/scripts/rows_with_properties.py
