# expect: contained
# timeout: 20
# what: tables too wide and too long to show
table("wide", [{f"column {number}": number for number in range(20_000)}])
for number in range(40):
    table(f"long {number}", [{"a": row, "b": "x" * 50} for row in range(5_000)])
