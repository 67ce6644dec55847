# what: NaN, infinity, huge integers, complex numbers, dates out of range in the result
numpy, pandas = module("numpy"), module("pandas")
result = {"breaches": _FOUND, "nan": float("nan"), "infinite": [float("inf"), -float("inf")], "huge": 10**400, "numpy": numpy.float64("nan"), "nat": pandas.NaT,
          "array": numpy.array([numpy.nan, numpy.inf]), "frame": pandas.DataFrame({"a": [numpy.nan, 1e308 * 10]})}
