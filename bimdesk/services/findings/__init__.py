"""Findings that live on across executions and model versions."""
