"""The same child in two agencies' files: scored field by field, decided by a person where it is not clear, kept,
undone.
"""
