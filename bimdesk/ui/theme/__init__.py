"""Tokens, fonts, icons and the one style sheet: the only place that knows a colour."""
