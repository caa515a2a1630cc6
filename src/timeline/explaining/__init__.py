"""Projections in words, one file a family: the sentence of a row, and the rule behind it."""
