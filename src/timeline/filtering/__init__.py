"""How conditions on a table are written: their words, their names, what is offered while typing."""
