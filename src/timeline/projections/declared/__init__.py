"""The tables that projections derive, one file a subject."""
