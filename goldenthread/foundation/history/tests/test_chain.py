"""Raw SQL that changes, inserts, reorders or removes a line, also the last, is found and the first fault named."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from goldenthread.foundation import writing
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.history import operations, queries
from goldenthread.foundation.history.models import Chain, Line, LineValues
from goldenthread.foundation.room import Refused


@pytest.fixture
def chain(cast):
    found = Chain.objects.get(body=cast.west)
    assert found.length > 10
    assert queries.first_fault(found) is None
    return found


def _sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def _fault(chain, **more):
    return queries.first_fault(Chain.objects.get(pk=chain.pk), **more)


@pytest.mark.parametrize(
    "column,value",
    [
        ("verb", "thread.assured"),
        ("by_name", "Somebody else"),
        ("key", "x"),
        ("seat", "y"),
        ("previous", "0" * 64),
        ("digest", "0" * 64),
    ],
)
def test_a_changed_line_is_found(chain, column, value):
    _sql(f"UPDATE history_line SET {column} = %s WHERE chain_id = %s AND number = 4", value, chain.pk)
    assert _fault(chain).number == 4


def test_changed_values_are_found(chain):
    line = Line.objects.filter(chain=chain, kept_values__isnull=False).order_by("number")[2]
    _sql("UPDATE history_linevalues SET data = '{}' WHERE line_id = %s", line.pk)
    assert _fault(chain).number == line.number


def _with_values(chain):
    return Line.objects.filter(chain=chain, kept_values__isnull=False).order_by("number")[2]


def test_values_that_are_gone_are_found(chain):
    line = _with_values(chain)
    _sql("DELETE FROM history_linevalues WHERE line_id = %s", line.pk)
    assert _fault(chain).number == line.number
    assert "no line says who erased them and why" in _fault(chain).sentence


def test_values_erased_by_the_operation_leave_the_chain_whole_and_say_who_and_why(chain, now):
    line = _with_values(chain)
    operations.erase_values(by=System("R. Example"), now=now, line=line, why="A court ordered it.")
    assert not LineValues.objects.filter(line=line).exists()
    assert _fault(chain) is None
    told = Line.objects.filter(chain=chain).order_by("-number").first()
    assert (told.verb, told.by_name, told.noun, told.key) == (queries.ERASED, "R. Example", line.noun, line.key)
    assert json.loads(told.kept_values.data) == {"line": ["", line.number], "reason": ["", "A court ordered it."]}


def test_a_word_of_erasure_covers_one_line_alone_and_is_not_erased_itself(chain, now):
    line = _with_values(chain)
    operations.erase_values(by=System("R. Example"), now=now, line=line, why="A court ordered it.")
    other = _with_values(chain)
    assert other != line
    _sql("DELETE FROM history_linevalues WHERE line_id = %s", other.pk)
    assert _fault(chain).number == other.number
    told = Line.objects.filter(chain=chain).order_by("-number").first()
    with pytest.raises(Refused, match="is not erased itself"):
        operations.erase_values(by=System("R. Example"), now=now, line=told, why="No trace")


def test_erasing_wants_values_and_a_reason(chain, now):
    line = _with_values(chain)
    with pytest.raises(Refused, match="Say why"):
        operations.erase_values(by=System("R. Example"), now=now, line=line, why="  ")
    bare = Line.objects.filter(chain=chain, kept_values=None).first()
    if bare is not None:
        with pytest.raises(Refused, match="nothing to erase"):
            operations.erase_values(by=System("R. Example"), now=now, line=bare, why="A court ordered it.")


def test_the_command_shows_the_lines_of_a_thing_and_erases_one(chain, capsys):
    line = _with_values(chain)
    given = ["erase_values", "west", line.noun, line.key]
    call_command(*given)
    assert f"{line.number}: " in capsys.readouterr().out
    with pytest.raises(CommandError, match="Say who decided it"):
        call_command(*given, "--line", line.number, "--why", "A court ordered it.")
    with pytest.raises(CommandError, match="is not about"):
        call_command(*given, "--line", 99_999, "--why", "A court ordered it.", "--who", "R. Example")
    call_command(*given, "--line", line.number, "--why", "A court ordered it.", "--who", "R. Example")
    assert not LineValues.objects.filter(line=line).exists()
    assert _fault(chain) is None


def test_an_inserted_line_is_found(chain):
    _sql("UPDATE history_line SET number = number + 1000 WHERE chain_id = %s AND number > 5", chain.pk)
    _sql("UPDATE history_line SET number = number - 999 WHERE chain_id = %s AND number > 1000", chain.pk)
    _sql(
        "INSERT INTO history_line (chain_id, number, recorded_at, by_name, seat, verb, noun, key, previous, "
        "values_digest, digest)"
        " SELECT chain_id, 6, recorded_at, by_name, seat, verb, noun, key, previous, values_digest, digest"
        " FROM history_line WHERE chain_id = %s AND number = 5",
        chain.pk,
    )
    assert _fault(chain).number == 6


def test_two_lines_in_another_order_are_found(chain):
    for before, after in ((3, 900), (4, 3), (900, 4)):
        _sql("UPDATE history_line SET number = %s WHERE chain_id = %s AND number = %s", after, chain.pk, before)
    assert _fault(chain).number == 3


@pytest.mark.parametrize("which", ["middle", "last"])
def test_a_removed_line_is_found(chain, which):
    number = 5 if which == "middle" else chain.length
    _sql(
        "DELETE FROM history_linevalues WHERE line_id IN (SELECT id FROM history_line WHERE chain_id=%s AND number=%s)",
        chain.pk,
        number,
    )
    _sql("DELETE FROM history_line WHERE chain_id = %s AND number = %s", chain.pk, number)
    assert _fault(chain).number == number


def test_a_removed_end_with_a_mended_head_is_found_by_what_was_noted_outside(chain):
    noted = {chain.length: chain.head}
    before = Line.objects.get(chain=chain, number=chain.length - 1)
    _sql(
        "DELETE FROM history_linevalues WHERE line_id IN (SELECT id FROM history_line WHERE chain_id=%s AND number=%s)",
        chain.pk,
        chain.length,
    )
    _sql("DELETE FROM history_line WHERE chain_id = %s AND number = %s", chain.pk, chain.length)
    _sql("UPDATE history_chain SET length = %s, head = %s WHERE id = %s", before.number, before.digest, chain.pk)
    assert _fault(chain) is None
    assert _fault(chain, known_heads=noted).number == chain.length


@pytest.fixture
def leave(now):
    """What a line says of a thing: (noun, key, body), as `record` gathers it."""

    def left(thing, **said):
        token = writing._stack.set((writing.Running("people", None, now),))
        try:
            operations.record(thing, "people.group_changed", by=None, now=now, **said)
            entry = writing.running().lines[-1]
            return entry.noun, entry.key, entry.body_id
        finally:
            writing._stack.reset(token)

    return left


def test_a_line_names_a_thing_by_the_noun_key_and_holder_that_it_has(cast, leave):
    assert leave(cast.quality) == ("group", cast.quality.ref, cast.west.pk)
    assert leave(cast.west) == ("body", "west", cast.west.pk)
    assert leave(cast.people["lay_member"]) == ("person", cast.people["lay_member"].key, None)


def test_a_line_says_otherwise_where_the_thing_cannot(cast, leave):
    seat = cast.seats["lay_member"]
    assert leave(seat, noun="seat", body_id=cast.west.pk) == ("seat", seat.key, cast.west.pk)
    with pytest.raises(LookupError, match="people.Seat"):
        leave(seat)
