"""The same child in two agencies' lists: who is linked, who is left to a person, what lasts and what is undone."""

import csv
import datetime
import stat

import pytest

from goldenthread.returns.generating.pairs import write_pair
from goldenthread.returns.linking import book as books
from goldenthread.returns.linking.link import link, the_book
from goldenthread.returns.tables import Refused

NOW = datetime.datetime(2026, 11, 20, 9, 0)


def child(ref, forename, surname="Marnton", birth="2014-05-06", sex="F", postcode="TS1 2AB", upn=None, nhs=None):
    return (ref, forename, surname, birth, sex, postcode, upn, nhs)


def many(folder, count=1500, seed=3):
    """Two made-up lists and the pairs of them that are one child."""
    council, police, truth = write_pair(folder, count, seed=seed)

    def rows(path):
        return [
            tuple(words or None for words in row)
            for row in list(csv.reader(path.read_text(encoding="utf-8").splitlines()))[1:]
        ]

    pairs = {(f"council|{a}", f"police|{b}") for a, b in rows(truth)}
    return {"council": rows(council), "police": rows(police)}, pairs


@pytest.fixture
def book(tmp_path):
    with the_book(tmp_path / "links.duckdb") as opened:
        yield opened


@pytest.fixture(scope="module")
def background(tmp_path_factory):
    """Other children around those of a test, so that chance agreement can be counted."""
    return many(tmp_path_factory.mktemp("lists"), 400)[0]


def run(book, background=None, **sources):
    everyone = {
        name: [*sources.get(name, ()), *(background or {}).get(name, ())] for name in {*sources, *(background or {})}
    }
    return link(book, everyone, by="analyst", at=NOW)


def pair_of(pairs, a, b):
    return next((pair for pair in pairs if {pair.a, pair.b} == {a, b}), None)


def test_precision_and_recall_on_made_up_truth(tmp_path, capsys):
    lists, truth = many(tmp_path)
    with the_book(tmp_path / "links.duckdb") as book:
        found = link(book, lists, by="analyst", at=NOW)
    linked = {(pair.a, pair.b) for pair in found.links}
    precision, recall = len(linked & truth) / len(linked), len(linked & truth) / len(truth)
    left = len({(pair.a, pair.b) for pair in found.to_decide} & truth) / len(truth)
    with capsys.disabled():
        print(
            f"\nlinking, made-up truth of {len(truth)}: precision {precision:.4f}, recall {recall:.4f}, left to a "
            f"person {left:.4f}"
        )
    assert precision > 0.995
    assert recall > 0.93
    assert recall + left > 0.96


def test_a_score_is_told_field_by_field(book, background):
    found = run(book, background, council=[child("1", "Tamorin")], police=[child("9", "Tamorin", postcode="TS1 2XY")])
    pair = pair_of(found.links, "council|1", "police|9")
    agrees = {field: how for field, how, _ in pair.fields}
    assert agrees == {
        "forename": "the same",
        "surname": "the same",
        "birth": "the same",
        "sex": "the same",
        "postcode": "in the same sector",
    }
    parts = {field: part for field, _, part in pair.fields}
    assert parts["birth"] > parts["sex"] > 0


def test_twins_are_never_linked_by_themselves(book, background):
    found = run(book, background, council=[child("1", "Tamorin")], police=[child("9", "Belsa")])
    assert pair_of(found.links, "council|1", "police|9") is None
    assert found.persons["council|1"] != found.persons["police|9"]


def test_a_nearly_equal_name_beside_a_twin_is_left_to_a_person(book, background):
    found = run(book, background, council=[child("1", "Marina"), child("2", "Marino")], police=[child("9", "Marinna")])
    asked = pair_of(found.to_decide, "council|1", "police|9") or pair_of(found.to_decide, "council|2", "police|9")
    assert "another child has the same surname" in asked.why
    assert found.persons["police|9"] not in (found.persons["council|1"], found.persons["council|2"])


def test_an_identifier_links_when_the_birth_date_bears_it_out(book):
    found = run(
        book,
        council=[child("1", None, None, postcode=None, upn="A806000000001")],
        police=[child("9", "Tamorin", upn="A806000000001")],
    )
    assert pair_of(found.links, "council|1", "police|9").fields[0][:2] == ("upn", "the same")


def test_an_identifier_alone_is_left_to_a_person(book):
    found = run(
        book,
        council=[child("1", "Tamorin", upn="A806000000001")],
        police=[child("9", "Belsa", "Fardham", birth="2009-01-01", upn="A806000000001")],
    )
    assert "neither the birth date nor both names" in pair_of(found.to_decide, "council|1", "police|9").why


def test_identifiers_that_differ_hold_a_pair_back(book, background):
    found = run(
        book,
        background,
        council=[child("1", "Tamorin", nhs="9000000001")],
        police=[child("9", "Tamorin", nhs="9000000002")],
    )
    assert pair_of(found.to_decide, "council|1", "police|9").why == "Their identifiers differ."


def test_one_list_never_becomes_one_child(book, background):
    found = run(
        book, background, council=[child("1", "Tamorin"), child("2", "Tamorin")], police=[child("9", "Tamorin")]
    )
    assert found.persons["council|1"] != found.persons["council|2"]
    assert [pair for pair in found.to_decide if "one list" in pair.why]


def test_a_decision_is_kept_and_applied_again(book, background):
    council, police = [child("1", "Tamorin")], [child("9", "Belsa")]
    run(book, background, council=council, police=police)
    books.decide(book, "police|9", "council|1", "same", note="Known by both names.", by="Lead analyst", at=NOW)
    again = run(book, council=council, police=police)
    assert again.persons["council|1"] == again.persons["police|9"]
    assert pair_of(again.to_decide, "council|1", "police|9") is None


def test_a_decision_that_two_are_different_holds_against_the_score(book, background):
    council, police = [child("1", "Tamorin")], [child("9", "Tamorin")]
    run(book, background)
    book.execute(
        "INSERT INTO known VALUES (1, 'council', '1', 'x', 'x', NULL, NULL, NULL, NULL, NULL), (1, 'police', '9', "
        "'x', 'x', NULL, NULL, NULL, NULL, NULL)"
    )
    number = books.decide(book, "council|1", "police|9", "different", note="Cousins.", by="Lead analyst", at=NOW)
    apart = run(book, council=council, police=police)
    assert apart.persons["council|1"] != apart.persons["police|9"]
    books.withdraw(book, number)
    together = run(book)
    assert together.persons["council|1"] == together.persons["police|9"]


def test_persons_keep_their_number_from_run_to_run(book, background):
    first = run(book, background, council=[child("1", "Tamorin")])
    second = run(book, police=[child("9", "Tamorin"), child("10", "Olven", "Pelley", "2011-02-03")])
    assert {record: second.persons[record] for record in first.persons} == first.persons
    assert second.persons["police|9"] == first.persons["council|1"]
    assert second.new == 1
    renamed = run(book, police=[child("9", "Zanna", "Wiltonby", postcode="TS9 9ZZ")])
    assert renamed.persons["police|9"] == first.persons["council|1"], "what was linked holds when a name changes"


def test_the_last_run_can_be_undone(book, background):
    first = run(book, background, council=[child("1", "Tamorin")])
    run(book, police=[child("9", "Tamorin")])
    assert books.undo(book) == 2
    assert dict(book.execute("SELECT record, person FROM current_members").fetchall()) == first.persons
    assert not book.execute("SELECT 1 FROM current_known WHERE record = 'police|9'").fetchone()
    assert books.undo(book) == 1
    with pytest.raises(Refused, match="no run to undo"):
        books.undo(book)


def test_a_run_that_fails_leaves_the_book_as_it_was(book, background, monkeypatch):
    first = run(book, background)
    monkeypatch.setattr("goldenthread.returns.linking.link._together", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(book, police=[child("9", "Tamorin")])
    assert dict(book.execute("SELECT record, person FROM current_members").fetchall()) == first.persons
    assert book.execute("SELECT count(*) FROM runs").fetchone() == (1,)


def test_forgetting_a_source_leaves_no_trace_of_it(tmp_path, background):
    path = tmp_path / "forget.duckdb"
    with the_book(path) as book:
        run(book, background, police=[child("9", "Quillonsworth")])
        assert books.forget(book, "police") == 401
        with pytest.raises(Refused, match="knows no source"):
            books.forget(book, "police")
        assert not book.execute("SELECT 1 FROM known WHERE source = 'police'").fetchone()


def test_the_book_is_its_owners_alone_and_open_once(tmp_path):
    path = tmp_path / "links.duckdb"
    with the_book(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("not a book", encoding="utf-8")
    with pytest.raises(Refused, match="or is not one"), the_book(path):
        pass


@pytest.mark.parametrize(
    ("a", "verdict", "note", "words"),
    [
        ("council|1", "perhaps", "x", "Say same or different"),
        ("council|1", "same", " ", "Say in a few words why"),
        ("council|77", "same", "x", "No record council|77"),
    ],
)
def test_a_decision_that_cannot_be_kept_says_why(book, a, verdict, note, words):
    run(book, council=[child("1", "Tamorin")], police=[child("9", "Tamorin")])
    with pytest.raises(Refused, match=words):
        books.decide(book, a, "police|9", verdict, note=note, by="x", at=NOW)
