"""What waits for review: data issues and queries, over the cohort or of one patient."""
