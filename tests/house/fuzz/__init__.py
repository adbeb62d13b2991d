"""Odd texts, numbers, files and records, made by chance from a seed, thrown at every form, upload and record part.

The suite runs a bounded part with a fixed seed (`tests/house/test_fuzz.py`); `python -m tests.house.fuzz --minutes 30`
runs on, each round with the next seed, and says of each fault how to make it happen again.
"""
