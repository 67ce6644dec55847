# expect: timeout
# timeout: 2
# what: a regular expression that never ends, in C
import re
re.match(r"(a+)+$", "a" * 60 + "!")
