"""Figures for publication, one file a figure; the one door to matplotlib, opened when asked."""
