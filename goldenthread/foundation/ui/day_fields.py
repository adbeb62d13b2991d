"""A day as somebody types it in three boxes: read, asked about where its year looks like a slip, and shown again."""

import calendar
import datetime
from dataclasses import dataclass

from django import forms

from goldenthread.foundation import clock, values

from . import years
from .words import day as in_words

MONTHS = [name.lower() for name in calendar.month_name[1:]]


@dataclass(frozen=True)
class TypedDay:
    """A day as it was typed, so that a faulty one can be shown again."""

    day: str = ""
    month: str = ""
    year: str = ""
    today: str = ""  # an ISO day when "today" was ticked
    meant: str = ""  # what was typed and the day that was offered instead, when that was ticked

    @property
    def is_blank(self):
        return not (self.day or self.month or self.year or self.today)

    def offer(self, found: datetime.date) -> str:
        """What the box of an offered day sends: it holds for what was typed when it was offered, and nothing else."""
        return f"{self.day} {self.month} {self.year} {found.isoformat()}"


class DayInput(forms.Widget):
    """Three boxes, and "today" as a box to tick, which works without JavaScript."""

    use_fieldset = True
    template_name = "ui/widgets/day.html"
    offer_today = None  # callable that gives today, or None
    likely = None  # the day that was probably meant, where another was typed

    def id_for_label(self, id_, index=None):
        return f"{id_}_day" if id_ else id_

    def value_from_datadict(self, data, files, name):
        # One value under the plain name is also understood: filters in an address and tests send 2024-03-31.
        plain = data.get(name)
        if isinstance(plain, datetime.date):
            return plain
        if plain:
            return _typed_from_iso(str(plain))
        parts = ("day", "month", "year", "today", "meant")
        return TypedDay(*(str(data.get(f"{name}_{part}", "")).strip() for part in parts))

    def value_omitted_from_data(self, data, files, name):
        return not any(key in data for key in (name, f"{name}_day", f"{name}_month", f"{name}_year", f"{name}_today"))

    def format_value(self, value):
        if isinstance(value, TypedDay):
            return value
        if isinstance(value, datetime.date):
            return TypedDay(str(value.day), str(value.month), str(value.year))
        return _typed_from_iso(value) if value else TypedDay()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        today = self.offer_today() if self.offer_today else None
        typed = self.format_value(value)
        context["widget"] |= {
            "typed": typed,
            "today": today,
            "likely": self.likely,
            "offer": typed.offer(self.likely) if self.likely else "",
            "faulty": (attrs or {}).get("faulty", ()),
        }
        return context


def _is_year(typed):
    return len(typed) == 4 and typed.isascii() and typed.isdigit()


def _typed_from_iso(text):
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    if _is_year(year) and values.small(month, 99) and values.small(day, 99):
        return TypedDay(day=str(int(day)), month=str(int(month)), year=year)
    return TypedDay(day=text)


class DayField(forms.Field):
    """A day typed in three boxes; cleans to `datetime.date` or None.

    `not_before` and `not_after` are days or callables that give one; `offer_today` shows "today" to tick. A day that
    is more than `usual` (years back, years on) from today is asked about, and the day in the year that was probably
    meant is offered as a box to tick; of a day that no record can be of, that box alone is offered.
    """

    widget = DayInput

    def __init__(self, *, offer_today=False, not_before=None, not_after=None, usual=(30, 15), **kwargs):
        super().__init__(**kwargs)
        self.usual = usual
        self.not_before, self.not_after = not_before, not_after
        self.widget.offer_today = clock.today if offer_today else None

    def _fault(self, message, *parts):
        return forms.ValidationError(message.replace("%", "%%"), code="invalid", params={"parts": parts})

    def clean(self, value):
        value = self.widget.format_value(value)
        if value.is_blank:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        found = self._meant(value) or self._read(value)
        self._check_bounds(found)
        return found

    def _meant(self, typed):
        """The offered day, where its box is ticked and what was typed is still what it was offered for."""
        self.widget.likely = None
        number = month_number(typed.month)
        likely = self._likely(typed.year, number, values.small(typed.day, 99)) if typed.meant and number else None
        if likely is None or typed.meant != typed.offer(likely):
            return None
        self.widget.likely = likely  # the box stays, where another field must be mended first
        return likely

    def _likely(self, year, month, day):
        """The day in the year that was probably meant, among those that this field takes without a question."""
        this_year = clock.today().year
        for guess in years.likely(year, this_year - self.usual[0], this_year + self.usual[1], near=this_year):
            try:
                found = datetime.date(guess, month, day)
                self._check_bounds(found)
            except (ValueError, TypeError, forms.ValidationError):
                continue
            return found
        return None

    def _offer(self, year, month, day):
        """ "Did you mean 1 December 2026?", with its box; "" where no year is likely."""
        self.widget.likely = likely = self._likely(year, month, day)
        return f"Did you mean {in_words(likely)}?" if likely else ""

    def _year_fault(self, sentence, typed, month, day):
        offer = self._offer(typed.year, month, day)
        tick = f". {offer} Then tick its box and save again" if offer else ""
        return self._fault(f"{sentence}{tick}", "year")

    def _read(self, typed):
        if typed.today and not (typed.day or typed.month or typed.year):
            try:
                return values.day(typed.today)
            except values.Unfit:
                raise self._fault("Type the date, or tick today again") from None
        missing = [part for part in ("day", "month", "year") if not getattr(typed, part)]
        if missing:
            raise self._fault(f"{self._name()} must include a {' and a '.join(missing)}", *missing)
        day = values.small(typed.day, 99)
        if day is None:
            raise self._fault("Day must be a number from 1 to 31", "day")
        number = month_number(typed.month)
        if number is None:
            raise self._fault("Month must be a number from 1 to 12, or its name", "month")
        if not _is_year(typed.year):
            raise self._year_fault("Year must include 4 numbers, such as 2024", typed, number, day)
        if not values.FIRST_DAY.year <= int(typed.year) <= values.LAST_DAY.year:
            kept = f"from {values.FIRST_DAY.year} to {values.LAST_DAY.year}"
            sentence = f"A record holds days of the years {kept}, and {typed.year} is none of them"
            raise self._year_fault(sentence, typed, number, day)
        try:
            return datetime.date(int(typed.year), number, day)
        except ValueError:
            shown = f"{day} {MONTHS[number - 1].title()} {typed.year}"
            raise self._fault(f"{shown} is not a date: check day and month", "day", "month") from None

    def _check_bounds(self, found):
        earliest, latest = (bound() if callable(bound) else bound for bound in (self.not_before, self.not_after))
        if earliest and found < earliest:
            raise self._fault(f"{self._name()} must be {in_words(earliest)} or later", "day", "month", "year")
        if latest and found > latest:
            limit = "today or earlier" if latest == clock.today() else f"{in_words(latest)} or earlier"
            raise self._fault(f"{self._name()} must be {limit}", "day", "month", "year")

    def asks(self, found):
        far = found.year - clock.today().year
        if -self.usual[0] <= far <= self.usual[1]:
            return []
        away = f"{far} years from now" if far > 0 else f"{-far} years ago"
        offer = self._offer(str(found.year), found.month, found.day)
        question = f". {offer}" if offer else ": check the year."
        return [(f"{in_words(found)} is {away}{question}", f"Keep {in_words(found)} all the same")]

    def _name(self):
        label = self.label or "The date"
        return "The date" if label.endswith("?") else label

    def has_changed(self, initial, data):
        return self.widget.format_value(initial) != self.widget.format_value(data)


def month_number(typed):
    """1 to 12 for "3", "03", "March" or "mar"; None for anything else."""
    if typed[:1].isdigit():
        return values.small(typed, 12)
    start = typed.lower().strip(".")
    found = [position for position, name in enumerate(MONTHS, 1) if len(start) >= 3 and name.startswith(start)]
    return found[0] if len(found) == 1 else None
