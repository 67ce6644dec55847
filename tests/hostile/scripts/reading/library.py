# what: the texts of the library's other scripts
read_by_all_means(T["library_script"], "a script of the library")
attempt("the library listed", lambda: leak(os.listdir(os.path.dirname(T["library_script"]))))
