# expect: contained
# timeout: 3
# what: the script ends, its threads do not
def stay():
    while True:
        time.sleep(0.01)


for _ in range(20):
    threading.Thread(target=stay, daemon=False).start()
