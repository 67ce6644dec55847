# what: 20,000 findings on elements
# timeout: 60
# exit: findings
chosen = list(entities[:50])
for number in range(20_000):
    finding(chosen[number % len(chosen)], f"finding {number}", severity="warning", check="many")
result = {"findings": 20_000}
