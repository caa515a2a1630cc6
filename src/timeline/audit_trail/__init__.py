"""The audit trail of a store: every append, filtered, read by pages however many there are."""
