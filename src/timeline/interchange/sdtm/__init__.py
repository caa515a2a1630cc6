"""SDTM datasets, as CSV or SAS transport files, read as events. Source: SDTMIG 3.4 (CDISC)."""
