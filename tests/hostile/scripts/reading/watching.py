# what: inotify and fanotify would tell what the person does
handle = unreachable("inotify_init1", 0)
unreachable("inotify_init")
unreachable("inotify_add_watch", handle if handle >= 0 else 0, T["home"], 0xFFF)
unreachable("fanotify_init", 0, 0)
unreachable("fanotify_mark", 0, 0, 0, 0, 0)
