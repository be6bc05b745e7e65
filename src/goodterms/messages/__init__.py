"""The messages of letters: the catalogs that hold them, and which translation a letter prints."""
