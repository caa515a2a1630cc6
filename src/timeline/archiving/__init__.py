"""The whole history of a store as plain files, and a store made of them again, hash for hash."""
