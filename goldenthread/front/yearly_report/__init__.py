"""The published yearly report: it assembles itself from what the rooms offer, people write the narrative around it, the
statutory partners sign one exact text, and it is published with each claim leading back to its record."""
