# what: files that are run or trusted at the next login
home = T["home"]
for name in (".bashrc", ".profile", ".config/autostart/x.desktop", ".ssh/authorized_keys", ".pam_environment",
             ".local/bin/python", ".config/bimdesk/settings.toml", "hostile.txt", ".matplotlib/matplotlibrc", ".cache/x"):
    path = os.path.join(home, name)
    write_by_all_means(path, f"~/{name}")
    attempt(f"~/{name} folder made", os.makedirs, os.path.dirname(path) + "/new")
