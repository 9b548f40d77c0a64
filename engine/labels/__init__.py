"""What belongs where: vocabularies of labels, label maps and what can be done with them. No torch, no Qt."""
