"""What the built-in scripts say, against what IfcOpenShell's own functions say of the same files."""
