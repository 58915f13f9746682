"""The deck: an editable presentation on a template of our own."""
