"""From files to tables: what a file is, whether it may be read, and its values with their words, file and line."""
