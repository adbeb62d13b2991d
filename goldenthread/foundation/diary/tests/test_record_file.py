"""A clock taken out with the record starts nothing anew: it comes back as it stood."""

import pytest

from goldenthread.foundation.diary.models import Due, DueDay, DuePerson, Rule
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.records.tests.conftest import GOOD, empty_house, manager_of, put_in, taken_out, write

pytestmark = pytest.mark.django_db

CLOCK = """
clocks:
  - key: clock-1
    title: A review is due
    group: quality
    audience: group
    rule_key: {key}
    rule: {key} ({edition})
    noun: source
    thing: tidewater/{thing}
    on: 2023-05-09
    due_on: 2023-05-30
    delay_reason: |
      One partner was late.
      And then another.
    people: [tidewater-analyst]
    days:
      - rule: {key} ({edition})
        counted: 15 working days
        due_on: 2023-05-30
"""


@pytest.fixture
def rule(db):
    from django.core.management import call_command

    call_command("load_rules", verbosity=0)
    return Rule.objects.filter(computes=True).first()


def files(rule, thing):
    found = {path.name: path.read_text("utf-8") for path in GOOD.glob("*.yaml")}
    found["2023.yaml"] += CLOCK.format(key=rule.key, edition=rule.edition, thing=thing)
    return found


def test_it_comes_back_byte_for_byte(rule, tmp_path):
    with empty_house():
        put_in(write(tmp_path / "one", files(rule, "school-audit")))
        assert (Due.objects.clocks().get().rule, DueDay.objects.count(), DuePerson.objects.count()) == (rule, 1, 1)
        assert put_in(tmp_path / "one").nothing_changed
        first = taken_out("tidewater", by=manager_of(Body.objects.get(key="tidewater")))
    assert "thing: tidewater/school-audit" in first["2023.yaml"]
    with empty_house():
        put_in(write(tmp_path / "two", first))
        assert taken_out("tidewater") == first


def test_the_thing_is_not_named_where_it_is_not_taken_out(rule, tmp_path):
    put_in(write(tmp_path / "one", files(rule, "rapid-review-a")))
    taken = taken_out("tidewater", up_to="group")["2023.yaml"]
    assert "key: clock-1" in taken
    assert "thing: tidewater/rapid-review-a\n" not in taken


def test_a_rule_that_is_not_in_the_book_is_a_fault(rule, tmp_path):
    from goldenthread.foundation.records.faults import Faulty
    from goldenthread.foundation.records.reading import read

    found = files(rule, "school-audit")
    found["2023.yaml"] = found["2023.yaml"].replace(f"    rule: {rule.key} (", "    rule: no-such-rule (", 1)
    with pytest.raises(Faulty, match="There is no such rule in the rule book"):
        read(write(tmp_path / "one", found))
