"""What a deck stands on: our own template or somebody else's, opened with care, its layouts found by their roles."""
