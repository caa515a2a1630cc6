"""What is written for readers: figures of a cohort."""
