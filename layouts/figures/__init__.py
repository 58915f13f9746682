"""Figures: what to draw (specs), and the drawing of each kind on a canvas of true physical size."""
