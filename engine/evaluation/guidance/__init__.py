"""The published experiment of guidance by labels (Song et al. 2018), on street scenes."""
