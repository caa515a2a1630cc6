"""How each measure of a report's definition is worked out, one file a subject."""
