# expect: not-success
# timeout: 20
# what: files made by eight threads, in many folders
def make(part):
    for number in range(12_500):
        folder = f"d{part}-{number % 100}"
        os.makedirs(folder, exist_ok=True)
        os.close(os.open(f"{folder}/f{number}", os.O_CREAT | os.O_WRONLY, 0o600))


threads = [threading.Thread(target=make, args=(part,)) for part in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
breach("100,000 files in folders")
