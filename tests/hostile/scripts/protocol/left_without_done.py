# expect: not-success
# what: out by os._exit(0), with nothing said
os._exit(0)
