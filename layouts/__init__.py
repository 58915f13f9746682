"""Facing Pages: one source of a comparison becomes a printed brochure and an editable deck."""

__version__ = "0.1.0"
