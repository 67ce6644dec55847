# what: pandas: join, group, pivot, text, dates
left = pandas.DataFrame({"guid": [e.ifc_guid for e in entities], "type": [e.ifc_type for e in entities], "id": [e.id for e in entities]})
right = left.groupby("type").size().rename("count").reset_index()
joined = left.merge(right, on="type")
pivot = joined.pivot_table(index="type", values="count", aggfunc="max")
dates = pandas.date_range("2026-01-01", periods=100, freq="D", tz="Europe/Berlin")
assert len(joined) == len(left) > 0 and pivot["count"].sum() == len(left)
assert left["type"].str.startswith("Ifc").all() and dates[0].utcoffset().total_seconds() == 3600
result = {"rows": len(joined)}
