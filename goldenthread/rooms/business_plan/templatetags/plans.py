"""Words and typed text of the business plan on a page."""

from django import template

from goldenthread.foundation.papers import html
from goldenthread.foundation.papers.markdown import parse_stored

register = template.Library()
COLOURS = {"done": "blue", "on_track": "green", "at_risk": "yellow", "off_track": "red"}


@register.filter
def paper(text):
    """What people typed, as blocks on a page."""
    return html.fragment(parse_stored(text, 3), first_level=4)


@register.filter
def rating_colour(rating):
    return COLOURS.get(rating, "grey")
