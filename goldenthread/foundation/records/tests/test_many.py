"""Loading a list of thousands takes as many times longer as it is longer, and no more."""

from types import SimpleNamespace

import pytest

from goldenthread.foundation.records import mapping
from goldenthread.foundation.records.fields import Each, Text

LIST = Each(
    name="notes",
    model="app.Note",
    own="thing",
    sentence="",
    fields=(Text(name="words", sentence=""), Text(name="more", sentence="")),
)


class Table:
    """Stands for a table whose rows count how often they are looked at."""

    def __init__(self, many):
        self.looked_at = 0
        self.gone = []
        self.rows = [self._row(number) for number in range(many)]
        self.objects = self

    def _row(self, number):
        table = self

        class Row(SimpleNamespace):
            def __getattribute__(self, name):
                table.looked_at += name in ("words", "more", "thing_id")
                return super().__getattribute__(name)

            def save(self):
                pass

        return Row(pk=number, thing_id=1, words=f"note {number}", more="as before")

    def filter(self, **how):
        if "pk__in" in how:
            self.gone += how["pk__in"]
            return SimpleNamespace(delete=lambda: None)
        return self.rows


def keep(many, change):
    """Every second row is said again as it stands, every other in other words or under another name."""
    table = Table(many)
    wanted = [({"thing_id": 1, **change(number)}, {}, None) for number in range(many)]
    left, kept = mapping._keep(table, LIST, [(1, {}, None)], wanted)
    return table, left, kept


def changed(number):
    return {"words": f"note {number}", "more": "as before" if number % 2 else "in other words"}


def renamed(number):
    return {"words": f"note {number}" if number % 2 else f"other {number}", "more": "as before"}


@pytest.mark.parametrize("change", [changed, renamed])
def test_ten_times_the_list_takes_ten_times_the_looks(change):
    few, many = keep(200, change)[0].looked_at, keep(2_000, change)[0].looked_at
    assert many <= 12 * few


def test_what_stands_is_kept_what_differs_is_changed_and_the_rest_goes():
    table, left, kept = keep(4, changed)
    assert (left, sorted(pk for pk, _, _ in kept), table.gone) == ([], [0, 1, 2, 3], [])
    assert [row.more for row in table.rows] == ["in other words", "as before", "in other words", "as before"]
    table, left, kept = keep(4, renamed)
    assert [columns["words"] for columns, _, _ in left] == ["other 0", "other 2"]
    assert (sorted(pk for pk, _, _ in kept), table.gone) == ([1, 3], [0, 2])
