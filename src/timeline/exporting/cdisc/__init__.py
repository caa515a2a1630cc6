"""Datasets by CDISC's standards: SDTM domains of what was recorded, ADaM datasets of what follows.

Sources: SDTM Implementation Guide 3.4, ADaM Implementation Guide 1.3 and The ADaM Basic Data
Structure for Time-to-Event Analyses 1.0 (CDISC).
"""
