"""The command line: check, measure, link, generate, rules, indicators, explain, templates."""

from .main import main

__all__ = ["main"]
