"""Advice before a letter: it gives its reasons, and writes no letter by itself."""
