# what: project.db, by every way to open a file and through SQLite
sqlite3 = module("sqlite3")
read_by_all_means(T["project_db"], "project.db")
for mode in ("ro", "rw", "ro&immutable=1", "rwc&nolock=1"):
    attempt(
        f"project.db by sqlite3 mode={mode}",
        lambda mode=mode: leak(
            sqlite3.connect(f"file:{T['project_db']}?mode={mode}", uri=True).execute("SELECT * FROM scripts").fetchall()
        ),
    )
attempt("the -wal file", lambda: leak(open_(T["project_db"] + "-wal", "rb").read()))
