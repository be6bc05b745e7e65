"""Jinja, folded and caged: a locale's templates are compiled once with their translations in them.

Nobody else in the program asks Jinja. A template yields prose in which every value is a mark (see
:mod:`goodterms.text.marks`) and a list of the values, formatted and ready; it cannot reach anything else.
"""
