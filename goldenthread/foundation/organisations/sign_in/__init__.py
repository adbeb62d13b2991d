"""Signing in: accounts that the house makes, in our own words, and one click for made-up people in a trial."""
