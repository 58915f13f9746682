"""People's edits: what a deck said when it was made, what people left of it, and both brought up to date."""
