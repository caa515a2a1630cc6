"""Pages to read and to print: one of the cohort, one of each patient; all in one file each."""
