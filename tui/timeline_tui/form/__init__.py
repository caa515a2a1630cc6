"""The forms that record, correct, retract and reinstate."""
