"""CLDR, through Babel: locales and their names, and every date, number, amount and list in a letter.

Nobody else in the program formats anything or asks Babel. What Babel leaves out of CLDR's number formats (native
digits, the locale's minus sign, minimum grouping, the space between a currency's letters and a digit) is done here.
"""
