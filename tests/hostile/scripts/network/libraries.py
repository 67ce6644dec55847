# what: addresses given to pandas, urllib, numpy and pyarrow
pandas, numpy = module("pandas"), module("numpy")
address_ = f"http://127.0.0.1:{T['tcp4']}/stolen.csv"
request = module("urllib.request")
attempt("pandas.read_csv", pandas.read_csv, address_)
attempt("pandas.read_json", pandas.read_json, address_)
attempt("numpy.DataSource", lambda: module("numpy.lib.npyio").DataSource(None).open(address_))
attempt("urlopen", request.urlopen, address_, timeout=2)
attempt("ftp", request.urlopen, f"ftp://127.0.0.1:{T['tcp4']}/", timeout=2)
attempt("smtp", lambda: module("smtplib").SMTP("127.0.0.1", T["tcp4"], timeout=2))
attempt("http.client", lambda: module("http.client").HTTPConnection("127.0.0.1", T["tcp4"], timeout=2).request("GET", "/"))
attempt("logging to a socket", lambda: module("socket").create_connection(("127.0.0.1", T["tcp4"]), 1))
attempt("xmlrpc", lambda: module("xmlrpc.client").ServerProxy(address_).stolen())
