"""Fields that several forms share."""

import re

from django import forms
from django.forms.utils import ErrorDict

from goldenthread.foundation import clock
from goldenthread.foundation.searching import folded
from goldenthread.foundation.ui.fields import DayField, HouseForm

A_NUMBER = re.compile(r"[0-9]{1,18}")


def happened(label, help_text="", offer_today=True, **options):
    """A day that is not later than today."""
    return DayField(label=label, help_text=help_text, offer_today=offer_today, not_after=clock.today, **options)


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


class LookingForm(HouseForm):
    """A form with a list too long to be shown whole: it holds some, says of how many, and finds the others by words.

    A second button, named LOOK, sends the form without saving: it comes back with everything that was typed and ticked,
    and in its list what has the words of the field `find`. So nobody loses a word, and no script is needed.
    """

    LOOK = "look"
    LIST = ""  # the field whose list it is
    FINDS = "others"  # what is in it
    find = forms.CharField(label="Find others", max_length=100, required=False)

    @property
    def looking(self) -> bool:
        return self.is_bound and self.LOOK in self.data

    @property
    def open_list(self) -> bool:
        """Whether the list is shown open: something in it is chosen, or was looked for."""
        return self.looking or bool(self.errors.get(self.LIST)) or bool(self[self.LIST].value())

    def is_valid(self) -> bool:
        return not self.looking and super().is_valid()

    def full_clean(self):
        """Whoever looks for something has not finished: nothing is at fault yet."""
        if self.looking:
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
        else:
            super().full_clean()

    def offer_found(self) -> None:
        """Fill the lists by `words_to_find` and `chosen`; called again when a draft was put into the form."""
        raise NotImplementedError

    def refilled(self):
        self.offer_found()

    def say_found(self, sentence: str) -> None:
        """Say beside the list how much it shows; without the field and its button where it shows everything."""
        if sentence:
            self.fields[self.LIST].help_text = sentence
            self.fields["find"].label = f"Find {self.FINDS} by their words"
        else:
            self.fields.pop("find", None)

    @property
    def words_to_find(self) -> list[str]:
        typed = self._given("find")
        return folded(str(typed or "")).split()

    def chosen(self, *names: str) -> set[int]:
        """The numbers of the things chosen in these lists, whether they were posted, kept as a draft or filled in."""
        found = set()
        for name in names:
            given = self._given(name) or ()
            for one in given if isinstance(given, list | tuple) else [given]:
                number = str(getattr(one, "pk", one))
                if A_NUMBER.fullmatch(number):
                    found.add(int(number))
        return found

    def _given(self, name):
        if not self.is_bound or name not in self.fields:
            return self.initial.get(name)
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
