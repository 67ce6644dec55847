# expect: not-success
# timeout: 20
# what: the honest way, too often
for number in range(400):
    save_output(f"part-{number}.bin", bytes(4 << 20))
breach("1.6 GB saved")
