"""What moved between two points in record time, patient by patient, and what moved it."""
