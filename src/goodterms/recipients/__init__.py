"""The recipients of letters, from a table: which column is which field, and what each row asks for."""
