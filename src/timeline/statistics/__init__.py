"""Statistics of a cohort, one file a subject; the one door to statsmodels and scipy.

Functions of arrays: times from the origin (any unit, the same throughout) and whether the event was
met, one value a patient. What cannot be estimated is None, never a number that looks like one.
"""
