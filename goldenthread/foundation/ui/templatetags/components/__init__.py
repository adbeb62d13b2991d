"""The component tags and filters, built in to every template (see README.md of this app)."""

from django import template

from . import content, figures, forms, navigation, tokens, words

register = template.Library()
for _part in (words, content, figures, navigation, forms, tokens):
    register.tags.update(_part.register.tags)
    register.filters.update(_part.register.filters)
