# what: attributes by str.format and f-strings, as in CVE-2026-0863
numpy = module("numpy")
for text in ("{0.__class__.__init__.__globals__}", "{0.__self__}", "{0.f_globals}", "{0.__builtins__}", "{0.__globals__[os].environ}"):
    for thing in (entities, save_output, print, numpy, get_properties):
        try:
            leak(text.format(thing))
        except (AttributeError, KeyError, IndexError, TypeError):
            pass
