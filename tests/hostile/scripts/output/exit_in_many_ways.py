# expect: not-success
# what: SystemExit with objects, inside threads and generators
def generate():
    try:
        yield 1
    finally:
        sys.exit(0)


for thing in generate():
    threading.Thread(target=sys.exit, args=(object(),)).start()
    break
raise SystemExit({"odd": object()})
