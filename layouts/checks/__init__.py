"""Rules: one module a family, on the source or on finished bytes; each returns problems and never raises."""
