"""Lacuna's window: open a photo, paint a hole, watch the fill arrive, keep or undo it, export."""
