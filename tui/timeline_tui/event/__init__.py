"""The event screen: one fact with all its revisions."""
