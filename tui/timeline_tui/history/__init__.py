"""What was changed of a patient, by whom, when and why."""
