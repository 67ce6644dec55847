"""Reports from the window: what is asked, and the child that makes them."""
