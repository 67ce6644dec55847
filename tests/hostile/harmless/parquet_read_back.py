# what: parquet written and read in memory, with several types
import io
frame = pandas.DataFrame({"a": range(10_000), "b": [f"t{n % 7}" for n in range(10_000)], "c": pandas.Categorical(["x", "y"] * 5_000), "d": pandas.date_range("2020", periods=10_000, freq="h")})
buffer = io.BytesIO()
frame.to_parquet(buffer)
back = pandas.read_parquet(io.BytesIO(buffer.getvalue()))
assert back.equals(frame)
result = {"bytes": len(buffer.getvalue())}
