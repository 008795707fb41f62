"""Robust decision processes with linear features: exact values, estimates, agents."""
