"""Ablations on a fixed small budget: one part of the model is changed or taken away, all else stays."""
