"""Floor 1: what every record needs (people, access, history, papers, time), knowing no safeguarding work."""
