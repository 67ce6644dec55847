"""Reads IFC: container, header, index, tessellation. Runs in worker processes only."""
