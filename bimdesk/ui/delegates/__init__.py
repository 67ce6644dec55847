"""Delegates that all views share: they paint from tokens, elide, and draw the focus ring."""
