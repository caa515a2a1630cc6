"""A study for cBioPortal: clinical attributes and timelines, by its file formats.

Source: cBioPortal documentation, File Formats (clinical data, timeline data) and its validator.
"""
