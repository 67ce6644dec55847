# expect: contained
# timeout: 20
# memory: 512
# what: a result of hundreds of megabytes
result = {"rows": [{"a": "x" * 1000, "b": number} for number in range(300_000)]}
