# expect: contained
# timeout: 10
# what: folders and files that nobody may read, to be measured and deleted all the same
for number in range(20):
    for mode in (0o000, 0o100, 0o300, 0o700):
        try:
            os.mkdir(f"closed-{number}-{mode:o}", mode)
        except OSError as error:
            note(error.strerror)
            continue
        try:
            open_(f"closed-{number}-{mode:o}/inside", "w").write("x" * 1000)
        except OSError as error:
            note(error.strerror)
