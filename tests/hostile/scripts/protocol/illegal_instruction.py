# expect: not-success
# what: an instruction that no processor has
code = machine_code(b"\x0f\x0b" * 8)
if code is None:
    os._exit(1)
code()
