"""Each format of a return as data: its tables, columns and code lists, with the years in which they held."""
