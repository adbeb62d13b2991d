"""Words for seats and groups."""

from django import template

from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.organisations import queries

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
