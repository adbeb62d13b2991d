"""Raw SQL that changes, inserts, reorders or removes a line, also the last, is found and the first fault named."""

import pytest
from django.db import connection

from goldenthread.foundation.history import queries
from goldenthread.foundation.history.models import Chain, Line


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


def test_erased_values_leave_the_chain_whole(chain):
    line = Line.objects.filter(chain=chain, kept_values__isnull=False).order_by("number")[2]
    _sql("DELETE FROM history_linevalues WHERE line_id = %s", line.pk)
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
