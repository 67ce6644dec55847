"""Controllers of long work: one drives imports, one runs; both are child processes under one event loop."""
