# expect: contained
# timeout: 20
# what: deep folders made by moving one into another
os.mkdir("root", 0o700)
for number in range(3000):
    try:
        os.mkdir("new", 0o700)
        os.rename("root", "new/root")
        os.rename("new", "root")
    except OSError as error:
        note(error)
        break
time.sleep(0.5)
