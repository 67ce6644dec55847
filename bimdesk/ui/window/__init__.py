"""The main window, made of small parts; `main_window` joins them, `wiring` lets panels hear of each other."""
