# what: the private key in the home folder, by every way to open a file
read_by_all_means(T["key_file"], "the private key")
