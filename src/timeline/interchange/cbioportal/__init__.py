"""A study of cBioPortal: clinical attributes and timelines, read as events."""
