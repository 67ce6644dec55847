# expect: not-success
# timeout: 20
# what: 100,000 empty files
for number in range(100_000):
    os.close(os.open(f"f{number}", os.O_CREAT | os.O_WRONLY, 0o600))
breach("100,000 files")
