# what: trace and profile functions over the worker's own code, after the script too
seen = []


def trace(frame, event, argument):
    if len(seen) < 2000:
        seen.append((frame.f_code.co_filename, event))
    for value in frame.f_locals.values():
        if isinstance(value, (bytes, str)) and T["secret_prefix"] + "-" in (value if isinstance(value, str) else value.decode("latin1")):
            os.write(2, value if isinstance(value, bytes) else value.encode())
    return trace


sys.settrace(trace)
sys.setprofile(trace)
threading.settrace(trace)
threading.setprofile(trace)
log.info("traced")
list(entities[:2])
save_output("traced.txt", "x")
