"""Evidence beyond the default evaluation: the semantics, fills by hole share, where the time goes."""
