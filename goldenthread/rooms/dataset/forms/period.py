"""The form with which many figures of one period are given on one page."""

from dataclasses import replace
from typing import Any

from django import forms

from goldenthread.foundation import values
from goldenthread.foundation.ui.choice_fields import FromList
from goldenthread.foundation.ui.fields import DayField, HouseForm
from goldenthread.rooms.dataset.forms.figures import a_number, a_text, measured_in
from goldenthread.rooms.dataset.models import Indicator
from goldenthread.rooms.dataset.queries import many, reading
from goldenthread.rooms.dataset.queries.period import Row, given

RATES = {Indicator.Unit.PERCENT, Indicator.Unit.RATE}
SEEN = "seen"


class PeriodChooser(HouseForm):
    """For when, where and of whom; lives in the address."""

    starts = DayField(
        label="First day of the period",
        required=False,
        help_text="Leave empty for figures that say how things stood on a day.",
    )
    ends = DayField(label="Last day of the period, or the day itself")
    area = FromList("Of which area?", empty="The whole partnership")
    agency = FromList("Which agency answers for them?", empty="Any agency")

    def __init__(self, *args, viewer, keeps, **options):
        super().__init__(*args, **options)
        self.fields["area"].offer([(row, row.name) for row in reading.areas(viewer)])
        self.fields["agency"].offer([(row, row.name) for row in reading.answering(viewer)])
        if not keeps or not self.fields["agency"].things:
            del self.fields["agency"]

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and starts > ends:
            self.add_error("starts", "The first day is after the last: check both")
        return cleaned

    @property
    def chosen(self) -> dict[str, Any]:
        """{starts, ends, area, agency}; empty until a last day was chosen."""
        return {"agency": None} | self.cleaned_data if self.is_bound and self.is_valid() else {}


class PeriodForm(HouseForm):
    """A row of boxes for each indicator. What is left empty stays as it is."""

    takes_sure = together = True
    source = a_text(
        "Where do they come from?",
        250,
        "The return, the system and the day it was read: kept with each figure that you type here.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, sections, keeps, **options):
        self.rows = {row.mark: row for _, rows in sections for row in rows}
        self.sections, self.keeps = sections, keeps
        own = {}
        for row in self.rows.values():
            if not row.closed:
                own |= _boxes(row)
        self.base_fields = type(self).base_fields | own
        super().__init__(*args, **options)
        self.fields[SEEN].initial = self._standing()

    def _standing(self) -> str:
        """The figures that the page shows, with their versions."""
        shown = ((mark, row.figure) for mark, row in self.rows.items() if row.figure)
        return ",".join(f"{mark}:{figure.pk}:{figure.version}" for mark, figure in shown)

    def _names(self, mark):
        return [name for kind in KINDS if (name := many.place(mark, kind)) in self.fields]

    def _post_clean(self):
        """An error says of which indicator it is, since the summary names no row."""
        super()._post_clean()
        for mark, row in self.rows.items():
            for name in self._names(mark):
                if name in self._errors:
                    self._errors[name].data = [f"{row.indicator.title}: {one}" for one in self._errors[name]]

    def name_in_front(self, field):
        row = self.rows.get(field.rpartition("_")[2])
        return f"{row.indicator.title}: " if row else ""

    def boxes(self, mark, kinds):
        return [self[name] for name in self._names(mark) if name.rpartition("_")[0] in kinds]

    @property
    def parts(self):
        """What the page draws: [(part of the dataset, [(row, its boxes, folded ones, whether those are open)])]."""
        return [(title, [self._drawn(row) for row in rows]) for title, rows in self.sections]

    def _drawn(self, row):
        more = self.boxes(row.mark, MORE)
        return row, self.boxes(row.mark, FIRST), more, any(one.value() for one in more)

    def refuse(self, error, field=None):
        if not isinstance(error, many.Faults):
            return super().refuse(error, field)
        for mark, kind, sentence in error.found:
            name = many.place(mark, kind)
            place = name if name in self.fields else many.place(mark, "value")
            row = self.rows.get(mark)
            self.add_error(place if place in self.fields else None, f"{row.indicator.title}: {sentence}")
        if any(sentence == many.CHANGED_MEANWHILE for *_, sentence in error.found):
            self.data = self.data.copy()
            self.data[SEEN] = self._standing()
        return None

    def given(self) -> list[many.Given]:
        """The rows in which something was typed, each over the figure that was shown, as its version was then."""
        seen = dict(part.split(":", 1) for part in self.cleaned_data.get(SEEN, "").split(",") if ":" in part)
        found = []
        for mark, row in self.rows.items():
            typed = {kind: self.cleaned_data.get(many.place(mark, kind)) for kind in KINDS}
            typed = {kind: value for kind, value in typed.items() if value not in (None, "")}
            if typed:
                one = given(row, typed | self._about(), self.keeps)
                found.append(replace(one, version=_version_seen(seen.get(mark, ""), row)))
        return found

    def _about(self):
        source = self.cleaned_data.get("source")
        return {"source": source} if source else {}


FIRST = ("value", "numerator", "denominator", "second")
MORE = ("absent", "note")
KINDS = (*FIRST, *MORE)


def _boxes(row: Row) -> dict[str, forms.Field]:
    indicator, found = row.indicator, {}
    found["value"] = a_number(_value_label(indicator))
    measured_in(found["value"], indicator)
    if indicator.unit in RATES:
        found["numerator"], found["denominator"] = a_number("Count"), a_number("Of how many")
    if indicator.also_counts:
        found["second"] = a_number(indicator.also_counts.capitalize())
    found["absent"] = a_text("If there is no figure: why?", 200)
    found["note"] = a_text("What must a reader know?", 1000)
    return {many.place(row.mark, kind): field for kind, field in found.items()}


def _value_label(indicator: Indicator) -> str:
    if indicator.unit == Indicator.Unit.PERCENT:
        return "Per cent"
    if indicator.unit == Indicator.Unit.RATE:
        return f"In every {indicator.factor:,}"
    return "Value"


def _version_seen(seen: str, row: Row) -> int:
    """The version of the figure that stands, as it was shown; 0, which none has, where another or none was shown."""
    pk, _, version = seen.partition(":")
    return values.version(version) if row.figure and pk == str(row.figure.pk) else 0
