# what: the product's own services, used from inside
attempt("the project opened", lambda: module("bimdesk.bootstrap").open_project(module("pathlib").Path(T["project"]), None))
attempt("a script run unconfined", lambda: module("bimdesk.sdk.notebook").run_script("result = 1", module("pathlib").Path(T["own_version"])))
attempt("a worker started", lambda: module("bimdesk.services.children").run_child(None, None))
try:
    supervisor = module("bimdesk.worker.supervisor.main")
    note(supervisor)
except BaseException as error:
    note(error)
result = {"breaches": _FOUND}
