"""The people that letters go to, from a table: which column is which field, and what each row asks for."""
