"""A patient's course on one time axis, one lane a strand of treatment.

`widget.PatientLanes` is the widget. Everything else here is free of Textual but `strips`: plain
events in, a grid of characters and roles out.
"""
