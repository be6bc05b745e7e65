"""Catalogs as translators work with them: made from the templates, so that both have the same messages."""
