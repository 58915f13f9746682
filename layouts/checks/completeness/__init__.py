"""Proof from finished bytes that a document shows all that was planned for it, visibly, and nothing else."""
