# what: the product's own services, used from inside
attempt("the project opened", lambda: _import("bimdesk.bootstrap", fromlist=["x"]).open_project(_import("pathlib").Path(T["project"]), None))
attempt("a script run unconfined", lambda: _import("bimdesk.sdk.notebook", fromlist=["x"]).run_script("result = 1", _import("pathlib").Path(T["own_version"])))
attempt("a worker started", lambda: _import("bimdesk.services.children", fromlist=["x"]).run_child(None, None))
try:
    supervisor = _import("bimdesk.worker.supervisor.main", fromlist=["x"])
    note(supervisor)
except BaseException as error:
    note(error)
result = {"breaches": _FOUND}
