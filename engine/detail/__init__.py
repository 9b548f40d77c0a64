"""Detail: the photo's own texture in the hole, guided by the field. No torch in this room."""
