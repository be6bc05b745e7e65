"""CLDR: locales and their names, and every date, number, amount, list and person's name in a letter.

Nobody else in the program formats anything or asks Babel, whose data lies underneath. What it lacks or has older comes
from cldr.json beside a language's catalog, and what a language has otherwise than CLDR from its language.toml.
"""
