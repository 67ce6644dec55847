# what: loaders that run code, and native libraries from the output folder
pickle, marshal, numpy, pandas = module("pickle"), module("marshal"), module("numpy"), module("pandas")


class Run:
    def __reduce__(self):
        return (os.system, ("true",))


def by_numpy():
    numpy.save("object.npy", numpy.array([Run()], dtype=object), allow_pickle=True)
    return numpy.load("object.npy", allow_pickle=True)[0]


for way in (lambda: pickle.loads(pickle.dumps(Run())), lambda: pickle.loads(b"cposix\nsystem\n(S'true'\ntR."), by_numpy):
    try:
        if way() == 0:
            breach("a program run by a pickle")
    except (pickle.PickleError, ImportError, OSError) as error:
        note(error)
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
