"""Fields that several forms share."""

from django import forms

from goldenthread.foundation import clock
from goldenthread.foundation.ui.fields import DayField


def happened(label, help_text="", **options):
    """A day that is not later than today."""
    return DayField(label=label, help_text=help_text, offer_today=True, not_after=clock.today, **options)


def words(label, help_text="", rows=5, **options):
    return forms.CharField(label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}), **options)


def _with(pairs, keep):
    offered = {thing.pk for thing, _ in pairs}
    return [*pairs, *((thing, str(thing)) for thing in keep if thing.pk not in offered)]


class FromList(forms.TypedChoiceField):
    """One of some things that were read already, as (thing, label): no further query."""

    def __init__(self, label, *, help_text="", required=False, empty="None"):
        super().__init__(label=label, help_text=help_text, required=required, empty_value=None)
        self.empty = empty

    def offer(self, pairs, keep=None):
        """`keep` is what stands now: it stays on the list even when it would no longer be offered."""
        pairs = _with(pairs, [keep] if keep else [])
        self.things = {str(thing.pk): thing for thing, _ in pairs}
        self.choices = [("", self.empty), *((str(thing.pk), label) for thing, label in pairs)]
        self.coerce = lambda value: self.things[str(value)]

    def prepare_value(self, value):
        return str(getattr(value, "pk", value)) if value else ""


class SeveralFromList(forms.TypedMultipleChoiceField):
    """Some of the things that were read already, as (thing, label)."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label, *, help_text="", required=False):
        super().__init__(label=label, help_text=help_text, required=required, empty_value=[])

    def offer(self, pairs, keep=()):
        """`keep` are those that stand now: they stay on the list even when they would no longer be offered."""
        pairs = _with(pairs, keep)
        self.things = {str(thing.pk): thing for thing, _ in pairs}
        self.choices = [(str(thing.pk), label) for thing, label in pairs]
        self.coerce = lambda value: self.things[str(value)]

    def prepare_value(self, value):
        return [str(getattr(one, "pk", one)) for one in value or ()]
