# expect: contained
# what: a result nested deeper than is taken, and one that holds itself
deep = []
for _ in range(5_000):
    deep = [deep]
itself = {}
itself["itself"] = itself
for value in (deep, itself):
    try:
        table("deep", [{"a": value}])
    except (TypeError, ValueError, RecursionError) as error:
        note(type(error).__name__)
result = {"breaches": _FOUND, "deep": deep, "itself": itself}
