"""Lists are searched alike in Python, on SQLite and on PostgreSQL, however names are typed."""

import pytest
from django.db.models import QuerySet, Value

from goldenthread.foundation.people.models import Person
from goldenthread.foundation.searching import Folded, folded, having

NAMES = {
    "Siân O’Brien": "sian obrien",
    "Sian O'Brien": "sian obrien",
    "SIA\u0302N O\u02bcBRIEN": "sian obrien",
    "Łukasz Ødegaard": "lukasz odegaard",
    "Zoë Smith–Jones": "zoe smith-jones",
    "100%_": "100%_",
}


@pytest.mark.parametrize(("typed", "plain"), NAMES.items())
def test_a_text_is_folded(typed, plain):
    assert folded(typed) == plain


def test_the_database_folds_as_python_does(cast):
    asked = [Folded(Value(name)) for name in NAMES]
    rows = Person.objects.filter(pk=cast.people["lay_member"].pk)
    assert list(rows.values_list(*asked)) == [tuple(NAMES.values())]


def test_a_name_is_found_however_it_is_typed(cast):
    person = cast.people["lay_member"]
    QuerySet(Person).filter(pk=person.pk).update(name="Siân O’Brien")
    for sought in ("obrien", "o'brien", "O’Br", "sian", "SIÀN brien", "brien sian", "O`Brien"):
        assert Person.objects.filter(having("name", sought)).get() == person, sought
    for pattern in ("%", "lay_member_", "s_an"):
        assert not Person.objects.filter(having("name", pattern)).exists(), pattern
