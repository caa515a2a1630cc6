"""Choosing a point in record time."""
