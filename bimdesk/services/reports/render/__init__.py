"""What the child does with a report's folder: no project, no database, only the files that are in it."""
