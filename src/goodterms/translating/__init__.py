"""What translators work with: catalogs, extracted from the letters, updated to them, handed out and taken back."""
