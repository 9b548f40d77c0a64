"""What is being edited: pixels, mask, fills and how to undo them. Qt signals, but no widgets."""
