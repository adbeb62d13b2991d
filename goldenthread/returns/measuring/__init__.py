"""Indicators as data, and the sums that make a figure of them: never without numerator, denominator, period and
source.
"""
