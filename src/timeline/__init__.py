"""timeline: event-sourced timelines of patients through a course of treatment."""

__version__ = "0.1.0"
