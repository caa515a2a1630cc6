"""The analysis screen: the cohort's charts, each with the patients behind what it shows."""
