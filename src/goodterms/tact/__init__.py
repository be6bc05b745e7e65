"""Tact: wordings in the sender's own texts that hurt a customer or bind the sender; it warns, and changes none."""
