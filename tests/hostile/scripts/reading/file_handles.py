# what: name_to_handle_at and open_by_handle_at go past paths
handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0) + bytes(128), 136)
mount_id = ctypes.c_int()
unreachable("name_to_handle_at", -100, T["key_file"], handle, ctypes.byref(mount_id), 0)
unreachable("open_by_handle_at", -100, handle, 0)
