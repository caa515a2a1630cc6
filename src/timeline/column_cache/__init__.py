"""Events decoded once: columns of whole blocks of events, kept in files beside the store.

Events never change, so a block never grows old: only new ones come. It is used where it was made by
the very same code and where the store's event at its end has the hash that it had then; in any
other case it is made anew. What cannot be kept is read from the store as ever.
"""
