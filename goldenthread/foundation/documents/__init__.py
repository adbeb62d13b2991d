"""Stored files: each version with its hash and the type found in its content, classified, kept for a stated time."""
