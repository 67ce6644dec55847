# expect: contained
# what: all descriptors closed, then on as if nothing were
for number in range(0, 64):
    try:
        os.close(number)
    except OSError:
        pass
result = {"x": 1}
print("into nothing")
