"""The filters and the tag that put dates and numbers in words."""

from django import template

from ... import words

register = template.Library()
register.filter("day", words.day, expects_localtime=False)
register.filter("short_day", words.short_day, expects_localtime=False)
register.filter("month", words.month, expects_localtime=False)
register.filter("moment", words.moment, expects_localtime=False)
register.filter("second", words.second, expects_localtime=False)
register.filter("how_far", words.how_far, expects_localtime=False)
register.filter("plural", words.plural)
register.filter("number", words.number)
register.filter("in_unit", words.in_unit)
register.filter("lower_first", words.lower_first)
register.filter("file_size", words.file_size)
register.simple_tag(words.count_in_words)
