# what: a result of 50,000 rows and one table of 20,000
# timeout: 60
table("rows", [{"n": n, "square": n * n, "name": f"row {n}"} for n in range(20_000)])
result = {"rows": [{"n": n, "guid": "x" * 22} for n in range(50_000)]}
