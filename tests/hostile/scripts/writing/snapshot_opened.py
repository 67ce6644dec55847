# what: the model version's files opened for writing
for folder in own_snapshot():
    for name in ("source.ifc", "index.sqlite", "import.json", "mesh/vertices.npy", "planted.txt", "index.sqlite-wal", "index.sqlite-journal"):
        write_by_all_means(os.path.join(folder, name), f"{name} of the model")
