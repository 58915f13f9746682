"""Whether words have room on a slide, in every typeface that it may be shown in, and where they go on when not."""
