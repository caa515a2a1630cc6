"""Projections: pure functions from effective events and a protocol to one tidy table each.

`declarations.py` says what each table holds, without importing pandas; one module a projection
derives it.
"""
