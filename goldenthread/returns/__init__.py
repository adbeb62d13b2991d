"""Statutory returns: read a council's own file, check it, measure it, link it. Python and SQL on DuckDB; no Django.

In order, low to high: `tables` (what a format holds) · `calendar` (working days) · `formats` (each format as data) ·
`reading` (files to tables) · `checking`, `measuring`, `linking`, `generating` (each stands on tables alone) ·
`command` (the command line). Nothing here knows the floors above; the dataset room calls it.
"""
