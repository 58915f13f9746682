"""Pictures of a finished deck's slides, drawn from the file itself."""
