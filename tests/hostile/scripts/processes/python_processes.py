# what: subprocess, os.system, spawn, popen, multiprocessing, pty
subprocess, multiprocessing = module("subprocess"), module("multiprocessing")
attempt("subprocess", subprocess.run, ["/bin/true"])
attempt("subprocess with a shell", subprocess.check_output, "id", shell=True)
if os.system("true") == 0:
    breach("os.system")
attempt("os.popen", lambda: os.popen("id").read() or 1 / 0)
attempt("posix_spawn", os.posix_spawn, "/bin/true", ["true"], {})
attempt("os.fork", lambda: os._exit(0) if os.fork() == 0 else None)
attempt("pty.fork", lambda: os._exit(0) if module("pty").fork()[0] == 0 else None)
attempt("multiprocessing", lambda: multiprocessing.get_context("fork").Process(target=int).start())
attempt("multiprocessing, spawn", lambda: multiprocessing.get_context("spawn").Process(target=int).start())
attempt("a pool", lambda: module("concurrent.futures").ProcessPoolExecutor(1).submit(int).result(5))
attempt("webbrowser", lambda: module("webbrowser").open(f"http://127.0.0.1:{T['tcp4']}/") or 1 / 0)
