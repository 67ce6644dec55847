# expect: contained
# timeout: 20
# what: 30,000 figures, charts and highlights
some = list(entities[:3])
for number in range(10_000):
    kpi(f"figure {number}", number)
    highlight(some, "#ff0000")
    chart("bar", {"a": number}, title=f"chart {number}")
