"""FHIR R4 resources in the profiles of mCODE, read as events. Source: mCODE STU 3 (HL7)."""
