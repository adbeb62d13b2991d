"""The engine of "may this viewer?": who is looking, what their seats allow, and which rows they may see.

Who may do what is not written here but on one page, `config/roles.py`, that a governance lead can read and sign."""
