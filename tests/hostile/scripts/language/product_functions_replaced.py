# expect: contained
# what: the worker's own functions replaced: results, messages, exit
for name, module in list(sys.modules.items()):
    if not name.startswith("bimdesk"):
        continue
    for attribute in ("make_result", "encode", "describe", "to_json", "clean_text", "lifted", "limit_memory", "failed_probes", "judge"):
        if hasattr(module, attribute):
            try:
                setattr(module, attribute, lambda *a, **k: "HOSTILE-MARK")
            except BaseException as error:
                note(error)
json = module("json")
json.dumps = lambda *a, **k: '{"type": "locked", "sandbox": {"landlock": "active HOSTILE-MARK"}}'
json.loads = lambda *a, **k: {"HOSTILE-MARK": 1}
