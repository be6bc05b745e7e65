"""Catalogs, and the translations of messages that templates look up in them."""
