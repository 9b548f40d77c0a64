"""The brush and its arithmetic, without Qt: rectangles, dabs, strokes, growing, feathering, compositing."""
