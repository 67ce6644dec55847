# expect: contained
# what: sys.stdout and stderr closed, deleted, replaced by what is none
sys.stdout.close() if hasattr(sys.stdout, "close") else None
sys.__stdout__ = None
sys.stderr = 5
del sys.stdout
try:
    print("into nothing")
except BaseException as error:
    pass
raise ValueError("told where")
