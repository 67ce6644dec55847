# what: settings, log and cache of the program
for path in T["private_files"]:
    read_by_all_means(path, f"a private file {os.path.basename(path)}")
