"""A Word file of somebody else's as the template of papers: made harmless once (`cleaning`), looked through (`found`),
and drawn into (`drawing_into`, which the writer calls).
"""
