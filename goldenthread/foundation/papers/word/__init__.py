"""Blocks to Word: real heading, list, quotation and caption styles, tables with repeated heads, pictures with words."""

from goldenthread.foundation.papers.word.writer import write

__all__ = ["write"]
