"""Reads IFC: container and header, the index of a model version, tessellation. Runs in worker processes only."""
