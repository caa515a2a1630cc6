"""What is written for readers: a cohort's tables, beside a publication's, and its figures."""
