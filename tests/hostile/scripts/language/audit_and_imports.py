# what: audit hooks, meta path, path hooks and new modules in place of the worker's
class Finder:
    def find_spec(self, name, path=None, target=None):
        note(f"asked for {name}")
        return None


sys.meta_path.insert(0, Finder())
sys.path.insert(0, os.getcwd())
sys.path_hooks.insert(0, lambda path: (_ for _ in ()).throw(ImportError()))
open_("json.py", "w").write("raise SystemExit('replaced')")
for name in [name for name in sys.modules if name.startswith(("bimdesk.protocol", "msgspec", "json"))]:
    del sys.modules[name]
sys.addaudithook(lambda event, arguments: None)
sys.modules["os"] = None
