# what: variables that lead to secrets, agents, the display or the bus
for name, value in os.environ.items():
    note(f"{name}={value}")
    if name.startswith(("XDG_", "SSH_", "DBUS_", "GNOME_", "AWS_", "WAYLAND", "BIMDESK_TEST", "QT_")) or name in (
        "DISPLAY", "XAUTHORITY", "SESSION_MANAGER", "HTTP_PROXY", "VIRTUAL_ENV", "LD_PRELOAD", "USER", "LOGNAME"):
        breach(f"the variable {name} is here")
libc.getenv.restype = ctypes.c_char_p
for name in (b"DISPLAY", b"SSH_AUTH_SOCK", b"DBUS_SESSION_BUS_ADDRESS", T["variable"].encode()):
    if libc.getenv(name):
        breach(f"getenv({name})")
