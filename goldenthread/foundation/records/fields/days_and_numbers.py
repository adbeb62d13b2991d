"""Fields of days, moments and numbers."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from goldenthread.foundation import values
from goldenthread.foundation.records.fields.base import ABSENT, Field, Unfit
from goldenthread.foundation.records.writing_out import Word


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    def fit(self, text):
        return Word(values.day(text).isoformat())

    def inward(self, value):
        return datetime.date.fromisoformat(value)

    def outward(self, kept):
        return Word(kept.isoformat())

    def expects(self):
        return "a day, written 2024-03-31"


@dataclass(frozen=True, kw_only=True)
class When(Field):
    """A day, a month or a period: three columns, the last day, the first, and how exactly it is known."""

    day_column: str = "on"
    starts_column: str = "starts"
    known_column: str = "known"

    def fit(self, text):
        self._columns(text)
        return Word(text)

    @staticmethod
    def _columns(text):
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            try:
                first = datetime.date.fromisoformat(text + "-01")
            except ValueError:
                raise Unfit(f"There is no such month as {text}.") from None
            values.within(first)
            return last_of_month(first), first, "month"
        if "/" in text:
            first, last = (values.day(part) for part in text.split("/", 1))
            if last < first:
                raise Unfit("The period ends before it begins.")
            return last, first, "period"
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            shown = values.shortened(text)
            raise Unfit(f"Expected {When.expects(None)}: as exactly as the text says, and no more; not “{shown}”.")
        return values.day(text), None, "day"

    def columns(self, value, links):
        on, starts, known = self._columns(value)
        return {self.day_column: on, self.starts_column: starts, self.known_column: known}

    def of_row(self, row, links):
        on, starts, known = (getattr(row, c) for c in (self.day_column, self.starts_column, self.known_column))
        if on is None:
            return ABSENT
        if known == "month" and (starts is None or starts == on.replace(day=1)):
            return Word(f"{on:%Y-%m}")
        return Word(f"{starts.isoformat()}/{on.isoformat()}" if starts else on.isoformat())

    def expects(self):
        return "a day (2024-03-31), a month (2024-03) or a period (2023-04-01/2024-03-31)"


def last_of_month(first: datetime.date) -> datetime.date:
    later = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return later - datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Moment(Field):
    """A day and time with its zone, to the second."""

    def fit(self, text):
        try:
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise Unfit(f"Expected {self.expects()}, not “{values.shortened(text)}”.")
        values.within(moment.date())
        return self.outward(moment)

    def inward(self, value):
        return datetime.datetime.fromisoformat(value)

    def outward(self, kept):
        return Word(kept.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z"))

    def expects(self):
        return "a moment with its zone, written 2024-03-31T16:30:00Z"


@dataclass(frozen=True, kw_only=True)
class Whole(Field):
    least: int = 0
    most: int = values.MOST_WHOLE

    def fit(self, text):
        if not re.fullmatch(r"-?[0-9]{1,12}", text) or not self.least <= int(text) <= self.most:
            shown = values.shortened(text)
            raise Unfit(f"Expected {self.expects()}, written in digits without commas, not “{shown}”.")
        return ABSENT if int(text) == self.empty else int(text)

    def of_row(self, row, links):
        kept = getattr(row, self.column)
        return ABSENT if kept is None or kept == self.empty else kept

    def expects(self):
        said = f"a whole number from {self.least}" + ("" if self.most > 2_000_000_000 else f" to {self.most}")
        return said if self.empty is None else f"{said}; {self.empty} when left out"


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number with decimals. As it was published when the column holds text; without closing noughts otherwise."""

    exact: bool = False

    def fit(self, text):
        if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,10})?", text):
            shown = values.shortened(text)
            raise Unfit(f"Expected a number such as 92.6, in digits without commas or a per cent sign, not “{shown}”.")
        if not self.exact and len(text.partition(".")[2].rstrip("0")) > 4:
            raise Unfit(f"Expected a number with at most four decimals, not “{text}”.")
        return Word(text) if self.exact else self.outward(Decimal(text))

    def inward(self, value):
        return str(value) if self.exact else Decimal(value)

    def columns(self, value, links):
        return {self.column: ("" if self.exact else None) if value is ABSENT else self.inward(value)}

    def of_row(self, row, links):
        kept = getattr(row, self.column)
        return ABSENT if kept is None or kept == "" else self.outward(kept)

    def outward(self, kept):
        if self.exact:
            return Word(kept)
        plain = f"{Decimal(kept):f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return Word("0" if plain in ("-0", "") else plain)

    def expects(self):
        return "a number, for instance 92.6" + (" (kept digit for digit)" if self.exact else "")
