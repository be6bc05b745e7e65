"""Checks of catalogs: what would break a program or a letter, what a reader would stumble over."""
