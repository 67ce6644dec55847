"""The supervisor: the small trusted process between the window (or the CLI) and a script's worker.

Standard library only, one thread, about 12 MB. It starts the worker, checks from outside that the wall stands
before it hands over the script, watches the limits, bounds and filters every byte that the script writes,
kills, and takes the files out of the run folder. Its own messages (`locked`, `heartbeat`, `ended`) cannot be
forged: what a worker says is parsed, held against a list of types, and written anew (claims.py).
"""
