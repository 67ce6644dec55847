# expect: not-success
# what: abort()
libc.abort()
