"""Patients' courses beside each other, aligned at the start of radiotherapy."""
