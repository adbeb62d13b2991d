"""Words of the business plan on a page."""

from django import template

register = template.Library()
COLOURS = {"done": "blue", "on_track": "green", "at_risk": "yellow", "off_track": "red"}


@register.filter
def rating_colour(rating):
    return COLOURS.get(rating, "grey")
