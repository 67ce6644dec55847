"""How long the files of executions stay: the dialog, and what goes by itself."""
