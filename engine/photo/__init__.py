"""Photographs as files: reading, writing, color, and the proof of what a fill changed."""
