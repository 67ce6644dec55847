# expect: contained
# what: as many processes as there will be (200 at the most, so that a hole is seen and not suffered)
made = 0
for _ in range(200):
    answer = raw("fork") if X86 else raw("clone", 17, 0, 0, 0, 0)
    if answer == 0:
        time.sleep(3)
        os._exit(0)
    made += answer > 0
if made:
    breach(f"{made} processes made")
