"""Where data issues are found, one file a subject."""
