# what: folders of model versions that the execution was not given
folder = T["other_version"]
attempt("another version listed", lambda: leak(os.listdir(folder)))
for name in ("source.ifc", "index.sqlite", "import.json", "secret.txt"):
    read_by_all_means(os.path.join(folder, name), f"another version's {name}")
attempt("models listed", lambda: leak(os.listdir(os.path.dirname(folder))))
