"""The documented file format in which a partnership's record is loaded and taken away whole.

An app declares each of its lists once, as a `Shape`: the same table of fields checks a file, writes the rows, takes
them out again and prints the page of documentation (docs/record-file.md)."""
