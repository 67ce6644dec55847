# what: pipes, sockets and devices in the output folder, so that the collector hangs
save_output("good.txt", "collected")
denied("mknod", "pipe", 0o010666, 0)
denied("mknodat", -100, "pipe2", 0o010666, 0)
denied("mknod", "character", 0o020666, 0x0103)
denied("mknod", "block", 0o060666, 0xFE00)
denied("mknod", "socket", 0o140666, 0)
attempt("mkfifo", os.mkfifo, "pipe3")
