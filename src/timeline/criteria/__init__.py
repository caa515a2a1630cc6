"""Published clinical rules: tables of data with their sources, read by short pure functions."""
