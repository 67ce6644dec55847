# what: the first script of the founders, verbatim
# body: tests/data/scripts/count_by_type.py
