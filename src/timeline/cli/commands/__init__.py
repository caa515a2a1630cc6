"""The commands, one module each or one for a closely related few."""
