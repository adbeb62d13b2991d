"""Words for seats and groups."""

from django import template

from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.organisations import queries
from goldenthread.foundation.papers import html
from goldenthread.foundation.papers.markdown import parse_stored

register = template.Library()


@register.filter
def role_title(seat):
    """ "Lead safeguarding partner" """
    return roles()[seat.role].title


@register.filter
def seat_in_words(seat):
    return queries.seat_in_words(seat)


@register.filter
def place(seat):
    """The name of the partnership in which a seat is."""
    return queries.body_of(seat).name


@register.filter
def typed(text):
    """What people typed, as blocks on a page."""
    return html.fragment(parse_stored(text, 3), first_level=4)
