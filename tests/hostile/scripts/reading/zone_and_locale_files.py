# what: zoneinfo, locale and codec names as paths to other files
zoneinfo = module("zoneinfo")
dots = "../" * 12
for name in (dots + T["key_file"].lstrip("/"), T["key_file"], "America/" + dots + "etc/shadow"):
    attempt(f"ZoneInfo({name[:20]})", zoneinfo.ZoneInfo, name)
attempt("zoneinfo.reset_tzpath", lambda: (zoneinfo.reset_tzpath([os.path.dirname(T["key_file"])]), zoneinfo.ZoneInfo(os.path.basename(T["key_file"]))))
os.environ["TZ"] = ":" + T["key_file"]
time.tzset()
attempt("gettext", lambda: leak(module("gettext").GNUTranslations(open_(T["key_file"], "rb"))))
