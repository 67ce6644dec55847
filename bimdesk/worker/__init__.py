"""The child processes. Importing this package loads nothing: the supervisor has no site-packages."""
