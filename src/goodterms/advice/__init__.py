"""Rooms that advise, give their reasons in words, and write no letter by themselves."""
