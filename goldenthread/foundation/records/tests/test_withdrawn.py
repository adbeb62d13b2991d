"""What was withdrawn from the record goes out with it and comes back; the public is given none of it."""

import re

import pytest

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.records.faults import Faulty
from goldenthread.foundation.records.tests.conftest import THEN, empty_house, put_in, taken_out, write
from goldenthread.foundation.withdrawals import operations
from goldenthread.foundation.withdrawals.operations import GO
from goldenthread.foundation.withdrawals.queries import name_of, would_hang
from goldenthread.thread.models import Finding

pytestmark = pytest.mark.django_db
GIVEN = {"by": System("the tests"), "now": THEN}


def withdraw_a_finding():
    finding = Finding.objects.order_by("pk").first()
    answers = {row.name: GO for row in would_hang(GIVEN["by"], finding)}
    operations.withdraw(
        **GIVEN,
        thing=finding,
        version=finding.version,
        reason="Of another audit.",
        public="It was printed by mistake.",
        answers=answers,
    )
    return finding


def test_it_goes_out_and_comes_back(folder, tmp_path):
    with empty_house():
        put_in(folder)
        key = Finding.objects.first().holder.key
        name, number = name_of(withdraw_a_finding()), Finding.objects.count()
        out = taken_out(key)
        public = "".join(taken_out(key, up_to="public").values())
    assert "Of another audit." in "".join(out.values())
    assert "Of another audit." not in public and "withdrawn_at" not in public
    with empty_house():
        put_in(write(tmp_path / "again", out))
        assert Finding.objects.count() == number
        kept = Finding.recorded.exclude(withdrawn_at=None).get()
        assert (name_of(kept), kept.withdrawn_reason, kept.withdrawn_at) == (name, "Of another audit.", THEN)
        assert kept.withdrawn_public == "It was printed by mistake."
        assert taken_out(key) == out
        again = put_in(tmp_path / "again")
        assert again.nothing_changed
    assert not Body.objects.filter(key=key).exists()


def test_a_file_says_when_and_why_or_nothing(folder, tmp_path):
    with empty_house():
        put_in(folder)
        key = Finding.objects.first().holder.key
        withdraw_a_finding()
        reason = re.compile(r"^( *)withdrawn_reason:.*\n(\1 +.*\n)*", re.M)
        out = {name: reason.sub("", text) for name, text in taken_out(key).items()}
    assert "Of another audit." not in "".join(out.values())
    with empty_house(), pytest.raises(Faulty, match="when and why"):
        put_in(write(tmp_path / "half", out))
