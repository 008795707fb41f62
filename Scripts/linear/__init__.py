"""Robust decision processes with linear features: exact values, estimates and agents, from which Swift is written."""
