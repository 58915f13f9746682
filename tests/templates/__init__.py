"""Templates as hospitals and congresses have them, made by code."""
