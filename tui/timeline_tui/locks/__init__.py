"""The locks: named points in record time, held against the chain, and new ones."""
