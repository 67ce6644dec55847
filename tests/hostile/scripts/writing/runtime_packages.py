# what: .pth, .pyc and sitecustomize in the runtime
numpy = module("numpy")
site = os.path.dirname(os.path.dirname(numpy.__file__))
folders = [site, os.path.dirname(numpy.__file__), os.path.dirname(os.__file__), os.path.dirname(module("bimdesk").__file__),
           sys.prefix, sys.base_prefix]
for folder in folders:
    for name in ("hostile.pth", "sitecustomize.py", "usercustomize.py", "__pycache__/hostile.cpython-311.pyc", "hostile.so"):
        write_by_all_means(os.path.join(folder, name), f"{name} in the runtime")
for module in (numpy, os, module("bimdesk")):
    write_by_all_means(module.__file__, module.__file__)
    cached = getattr(module, "__cached__", None)
    if cached:
        write_by_all_means(cached, cached)
        denied("unlink", cached)
        denied("utimensat", -100, cached, 0, 0)
sys.dont_write_bytecode = False
attempt("py_compile", lambda: module("py_compile").compile(numpy.__file__, cfile=site + "/hostile.pyc", doraise=True))
