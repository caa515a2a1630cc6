"""The keys, generated from the bindings."""
