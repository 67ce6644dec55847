# what: the product's own services, used from inside
attempt("the project opened", lambda: module("bimdesk.bootstrap").open_project(module("pathlib").Path(T["project"]), None))
inner = module("bimdesk.sdk.notebook").run_script(
    "result = 1", module("pathlib").Path(T["own_version"])
)
note(f"run_script runs here, in the same process and its locks: {inner.result}")
attempt("a worker started", lambda: module("bimdesk.services.children").run_child(None, None))
try:
    supervisor = module("bimdesk.worker.supervisor.main")
    note(supervisor)
except BaseException as error:
    note(error)
result = {"breaches": _FOUND}
