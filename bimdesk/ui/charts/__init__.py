"""Charts. `card` loads pyqtgraph (a second): `library.load` in a thread first, and import it only then."""
