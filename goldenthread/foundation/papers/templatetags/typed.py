"""What people typed, on a page: the same light Markdown everywhere. Every template has these filters."""

from django import template

from goldenthread.foundation.papers import html
from goldenthread.foundation.papers.blocks import Heading, Paragraph, Text
from goldenthread.foundation.papers.markdown import parse_runs, parse_stored, unquoted
from goldenthread.foundation.papers.markdown import words as plain_words
from goldenthread.foundation.papers.text import pieces_of

register = template.Library()


@register.filter
def typed(text):
    """As blocks: paragraphs, lists, quotations, tables."""
    return html.fragment(parse_stored(text, 3), first_level=4)


@register.filter
def typed_line(text):
    """As one line: in a sentence, a cell, a heading."""
    return html.runs(tuple(Text(" ") if run == Text("\n") else run for run in parse_runs(text)))


@register.filter
def plain_line(text):
    """Its words alone, on one line."""
    return plain_words(text)


@register.filter
def first_line(text):
    """The plain words of its first paragraph, for the heading of a page; `in_full` gives what that leaves out."""
    for block in parse_stored(text):
        if found := " ".join(" ".join(pieces_of((block,))).split()):
            return found
    return ""


@register.filter
def in_full(text):
    """Below a heading of its first line: the rest of it, or all of it where that line has links or strong words; ""
    where the heading says everything.
    """
    first, *rest = parse_stored(text) or (None,)
    plainly = isinstance(first, Heading) or isinstance(first, Paragraph) and _plain(first)
    shown = rest if plainly else [first, *rest]
    return html.fragment(shown, first_level=4) if shown and first is not None else ""


def _plain(paragraph):
    return all(isinstance(run, Text) for run in paragraph.runs)


@register.filter
def said(text):
    """Somebody's own words, between the quotation marks that the page draws."""
    return html.runs(unquoted(parse_runs(text)))
