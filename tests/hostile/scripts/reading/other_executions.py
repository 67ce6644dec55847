# what: results, logs and files of earlier executions
for path in T["other_execution"]:
    read_by_all_means(path, "an earlier execution's file")
attempt("executions listed", lambda: leak(os.listdir(T["executions"])))
