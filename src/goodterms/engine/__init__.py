"""Jinja in a cage: the templates of a locale are compiled once, with their translations folded in.

No other room imports Jinja. A template yields prose in which every value is a mark (see :mod:`goodterms.text.marks`),
and the list of the formatted values. It has access to nothing else.
"""
