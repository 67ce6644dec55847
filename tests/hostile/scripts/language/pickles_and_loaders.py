# what: loaders that run code, and native libraries from the output folder
pickle, marshal, numpy, pandas = module("pickle"), module("marshal"), module("numpy"), module("pandas")


class Run:
    def __reduce__(self):
        return (os.system, ("true",))


if pickle.loads(pickle.dumps(Run())) == 0:
    breach("a program run by a pickle")
numpy.save("object.npy", numpy.array([Run()], dtype=object), allow_pickle=True)
if numpy.load("object.npy", allow_pickle=True)[0] == 0:
    breach("a program run by numpy.load")
os.remove("object.npy")
for query in ("@os.system('true')", "@__builtins__.__import__('os').system('true')"):
    try:
        value = pandas.DataFrame({"a": [1]}).eval(query, engine="python")
        if isinstance(value, int) and value == 0:
            breach("a program run by DataFrame.eval")
    except BaseException as error:
        note(type(error).__name__)
open_("library.so", "wb").write(b"\x7fELF" + bytes(60))
try:
    ctypes.CDLL(os.path.abspath("library.so"))
except OSError as error:
    note(error)
