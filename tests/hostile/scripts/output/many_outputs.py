# expect: contained
# timeout: 20
# what: 30,000 figures, charts and highlights
for number in range(10_000):
    kpi(f"figure {number}", number)
    highlight([1, 2, 3], "#ff0000")
    chart("bar", {"a": number}, title=f"chart {number}")
