"""Makes the project's own sample models; `python -m tests.samples [FOLDER]` writes them."""
