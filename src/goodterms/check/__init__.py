"""Checks of catalogs: what would break a letter, what a reader would stumble over."""
