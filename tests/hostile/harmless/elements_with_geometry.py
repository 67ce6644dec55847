# what: the third script of the founders, verbatim
# body: tests/data/scripts/elements_with_geometry.py
