"""The append-only record: who, when, from which seat, did what to what, and what changed.

One chain a partnership and one for the house. A line holds digests made with a key that is kept outside the database;
old and new values sit beside it in a table from which they can be erased without breaking the chain."""
