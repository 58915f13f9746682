"""The review pack and the list of changes: what a medical, legal and regulatory desk reads."""
