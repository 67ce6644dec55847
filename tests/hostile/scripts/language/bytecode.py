# expect: not-success
# what: byte code that no compiler writes
code = (lambda: 0).__code__
evil = code.replace(co_code=b"\x74\xff" * 40 + b"\x53\x00", co_consts=(), co_names=(), co_stacksize=1)
module("types").FunctionType(evil, {})()
(lambda: 0).__code__.replace(co_code=bytes(range(256)))
_builtins.exec(code.replace(co_code=bytes([100, 250, 83, 0])))
_builtins.exec(code.replace(co_code=bytes([124, 250, 83, 0])))
