import datetime
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from goldenthread.foundation.history import heads
from goldenthread.foundation.history.models import Chain
from goldenthread.foundation.organisations import operations as organisations
from tests.cast import BUILDER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


def _sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_heads_are_noted_and_history_is_found_whole(cast, now, home, capsys):
    path = heads.write(now=now)
    assert path == home / "heads" / "2026-11-20.json"
    chain = Chain.objects.get(body=cast.west)
    assert json.loads(path.read_text())["chains"]["west"] == {str(chain.length): chain.head}
    call_command("verify_history")
    assert "History is whole. It was compared with the heads noted on 1 day." in capsys.readouterr().out


def test_a_second_note_on_the_same_day_adds_and_never_replaces(cast, now):
    heads.write(now=now)
    path = heads.write(now=now)
    content = json.loads(path.read_text())
    length = Chain.objects.get(body=cast.west).length
    _sql("update history_chain set head = %s where body_id = %s", "f" * 64, cast.west.pk)
    heads.write(now=now)
    assert json.loads(path.read_text()) == content
    assert heads.known()["west"][length] != "f" * 64


def test_a_last_line_removed_together_with_its_head_is_found_out(cast, now, capsys):
    heads.write(now=now)
    chain = Chain.objects.get(body=cast.west)
    last, before = chain.lines.order_by("-number")[:2]
    _sql("delete from history_linevalues where line_id = %s", last.pk)
    _sql("delete from history_line where id = %s", last.pk)
    _sql("update history_chain set length = %s, head = %s where id = %s", before.number, before.digest, chain.pk)
    with pytest.raises(CommandError, match="tampered"):
        call_command("verify_history")
    assert f"line {last.number}: Line {last.number} is not the one that was noted outside" in capsys.readouterr().err


def test_without_a_note_the_same_goes_unseen_which_is_why_heads_are_noted(cast, now):
    chain = Chain.objects.get(body=cast.west)
    last, before = chain.lines.order_by("-number")[:2]
    _sql("delete from history_linevalues where line_id = %s", last.pk)
    _sql("delete from history_line where id = %s", last.pk)
    _sql("update history_chain set length = %s, head = %s where id = %s", before.number, before.digest, chain.pk)
    call_command("verify_history")


def test_the_day_of_a_note_is_the_day_in_london(db, home):
    late = datetime.datetime(2026, 7, 1, 23, 30, tzinfo=datetime.UTC)
    assert heads.write(now=late).name == "2026-07-02.json"


@pytest.fixture
def three_days(cast, now):
    """Heads noted on three days, a line of history between them."""
    paths = []
    for day in range(3):
        moment = now + datetime.timedelta(days=day)
        paths.append(heads.write(now=moment))
        organisations.add_group(lead=cast.west, kind="subgroup", name=f"Group {day}", by=BUILDER, now=moment)
    return paths


def test_all_files_of_heads_are_there(three_days):
    assert heads.faults() == []


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_file_of_heads_that_was_taken_away_is_told(three_days, which):
    three_days[which].unlink()
    assert heads.faults() == [f"The file of noted heads {three_days[which].name} is gone: bring it back from a copy."]


def test_so_is_one_whose_name_was_taken_out_of_the_database_as_well(three_days):
    three_days[1].unlink()
    _sql("delete from history_notedheads where name = %s", three_days[1].name)
    assert len(heads.faults()) == 1


def test_a_file_of_heads_that_was_changed_is_told(three_days):
    three_days[0].write_text(three_days[0].read_text().replace("chains", "chains") + " ")
    assert heads.faults() == [f"The file of noted heads {three_days[0].name} was changed after it was written."]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"chains": 7}', '{"chains": {"west": {"x": 1}}}'])
def test_a_damaged_file_of_heads_is_told_and_stops_nothing(three_days, now, content):
    three_days[2].write_text(content)
    assert heads.faults() == [f"The file of noted heads {three_days[2].name} is damaged: bring it back from a copy."]
    assert heads.known()
    heads.write(now=now + datetime.timedelta(days=2))
    assert three_days[2].read_text() == content
    with pytest.raises(CommandError, match="tampered"):
        call_command("verify_history")
