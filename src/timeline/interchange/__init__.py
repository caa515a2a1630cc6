"""Files in and out: one reader or writer per format, and the import that puts them together."""
