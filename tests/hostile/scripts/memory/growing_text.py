# expect: not-success
# timeout: 20
# memory: 256
# what: a text that doubles
text = "x"
for _ in range(33):
    text += text
breach(f"{len(text)} letters")
