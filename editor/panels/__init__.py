"""The controls around the canvas. They show values and announce wishes; they know no engine."""
