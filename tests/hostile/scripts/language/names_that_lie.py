# expect: contained
# what: arguments of evil classes to every function that a script is given
class Evil:
    def __getattr__(self, name):
        raise SystemExit(0)

    def __str__(self):
        raise MemoryError

    def __eq__(self, other):
        raise RecursionError

    def __hash__(self):
        return 1

    def __iter__(self):
        while True:
            yield self

    def __index__(self):
        raise KeyboardInterrupt

    def __bool__(self):
        raise GeneratorExit

    def __fspath__(self):
        return T["key_file"]


evil = Evil()
for function in (get_properties, get_geometry, get_quantities, get_materials, get_container, get_parts, log.info, markdown):
    try:
        function(evil)
    except BaseException as error:
        note(type(error).__name__)
for call in (
    lambda: save_output(evil, "x"), lambda: save_output("a.txt", evil), lambda: progress(evil), lambda: progress(0.5, evil), lambda: finding(evil, "x"),
    lambda: kpi("x", evil), lambda: highlight([evil], evil), lambda: chart(evil, evil), lambda: entities.filter(name=evil).count(),
    lambda: entities.order_by("name; DROP TABLE entities").count(), lambda: entities.filter(**{"name' OR 1=1 --": 1}).count(),
    lambda: entities.where("a.b' UNION SELECT * FROM sqlite_master --", 1).count(), lambda: entities.filter(name__regex="(a+)+$").count(),
):
    try:
        call()
    except BaseException as error:
        note(type(error).__name__)
