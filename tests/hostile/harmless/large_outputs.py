# what: 100 MB in four files, within the limit of 128 MB
# files: part-0.bin part-1.bin part-2.bin part-3.bin
# timeout: 60
for number in range(4):
    save_output(f"part-{number}.bin", bytes([number]) * (25 * 1024 * 1024))
result = {"files": 4}
