"""How the formats of messages write their placeholders, one module for each kind of format.

A *notation* reads a text into its placeholders, each with the value that it takes: by name, by number or by order. What
a translation may do with them is in :mod:`goodterms.check.placeholders`.
"""
