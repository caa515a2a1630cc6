"""DICOM RT records of delivered radiotherapy, read as fractions. Source: DICOM PS3.3, A.31."""
