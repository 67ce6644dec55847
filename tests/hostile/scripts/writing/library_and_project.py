# what: scripts of the library, settings, the database, other executions
for path in (T["library_script"], T["project_db"], T["project_db"] + "-journal", T["project"] + "/settings.toml",
             os.path.dirname(T["library_script"]) + "/planted.py", *T["other_execution"], *T["private_files"],
             T["executions"] + "/planted.txt", T["key_file"]):
    write_by_all_means(path, path)
    for call, more in (("unlink", ()), ("rmdir", ()), ("chmod", (0o777,)), ("mkdir", (0o777,))):
        denied(call, path, *more, why=path)
    denied("unlinkat", -100, path, 0)
