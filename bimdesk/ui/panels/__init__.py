"""The panels of the docks; they do not know each other."""
