# what: a socket of every family and kind: none may be made
made = []
for family in range(0, 50):
    for kind in (1, 2, 3, 4, 5, 6, 10):
        answer = raw("socket", family, kind, 0)
        if answer >= 0:
            breach(f"socket of family {family}, kind {kind}")
            os.close(answer)
        elif -answer not in (1, 38):
            made.append((family, kind, answer))
if made:
    breach(f"{len(made)} kinds of sockets reached the kernel, such as {made[0]}")
