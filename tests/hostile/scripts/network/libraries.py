# what: addresses given to pandas, urllib, numpy and pyarrow
pandas, numpy = _import("pandas"), _import("numpy")
address_ = f"http://127.0.0.1:{T['tcp4']}/stolen.csv"
request = _import("urllib.request")
attempt("pandas.read_csv", pandas.read_csv, address_)
attempt("pandas.read_json", pandas.read_json, address_)
attempt("numpy.DataSource", lambda: _import("numpy.lib.npyio").DataSource(None).open(address_))
attempt("urlopen", request.urlopen, address_, timeout=2)
attempt("ftp", request.urlopen, f"ftp://127.0.0.1:{T['tcp4']}/", timeout=2)
attempt("smtp", lambda: _import("smtplib").SMTP("127.0.0.1", T["tcp4"], timeout=2))
attempt("http.client", lambda: _import("http.client").HTTPConnection("127.0.0.1", T["tcp4"], timeout=2).request("GET", "/"))
attempt("logging to a socket", lambda: _import("socket").create_connection(("127.0.0.1", T["tcp4"]), 1))
attempt("xmlrpc", lambda: _import("xmlrpc.client").ServerProxy(address_).stolen())
