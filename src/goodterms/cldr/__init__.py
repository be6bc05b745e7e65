"""CLDR: locales and their names; how dates, numbers, amounts, lists and names of persons are written.

Only this package formats values, and only this package uses Babel. What Babel's data lacks, or has in an older version,
comes from the cldr.json beside a language's catalog; a language's own conventions come from its language.toml.
"""
