"""The cohort screen: a virtual table of patients, its filter and its preview."""
