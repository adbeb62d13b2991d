"""Loading: whole or not at all, twice without effect, and never over what somebody edited unless told to."""

import datetime
import hashlib
import shutil

import pytest
from django.core.management import call_command

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.documents.tests.files import DAMAGED, PROTECTED
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.history.queries import faults as broken_chains
from goldenthread.foundation.people.models import Body, Group, Seat
from goldenthread.foundation.records.faults import Different, Faulty
from goldenthread.foundation.records.operations import load
from goldenthread.foundation.records.tests.conftest import (
    GOOD,
    example_files,
    manager_of,
    put_in,
    taken_out,
    write,
)
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations as thread
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source
from goldenthread.thread.queries import ends

pytestmark = pytest.mark.django_db


def edited(name, before, after, files=None):
    """The example with one text replaced."""
    files = dict(files or example_files())
    assert before in files[name]
    return {**files, name: files[name].replace(before, after)}


class TestTheExample:
    def test_it_loads(self, folder):
        outcome = put_in(folder)
        assert outcome.added["bodies"] == 5
        assert Body.objects.get(key="north-haven").agency_memberships.count() == 3
        assert Seat.objects.get().partnership.key == "north-haven"
        finding = Finding.objects.get(key="neglect-audit-2023-f2")
        assert (finding.origin, finding.audience, finding.source.when) == ("as_published", "public", "June 2023")
        assert {theme.key for theme in finding.themes.all()} == {"escalation", "neglect"}
        assert Impact.objects.get().action.key == "neglect-audit-2023-a1"

    def test_every_thing_leaves_a_line_and_the_chain_holds(self, folder):
        outcome = put_in(folder)
        assert Line.objects.filter(verb="records.loaded").count() == sum(outcome.added.values())
        assert broken_chains() == []

    def test_loading_twice_changes_nothing_and_leaves_no_line(self, folder):
        put_in(folder)
        lines, before = Line.objects.count(), taken_out("north-haven")
        assert put_in(folder).nothing_changed
        assert Line.objects.count() == lines
        assert taken_out("north-haven") == before

    def test_a_person_cannot_load(self, folder, cast, now):
        with pytest.raises(Forbidden):
            load(by=cast.viewer(), now=now, folder=folder)


class TestAfterAnEdit:
    def edit(self):
        """Somebody changes a finding in the product."""
        finding = Finding.objects.get(key="neglect-audit-2023-f1")
        thread.edit_finding(
            by=manager_of(Body.objects.get(key="north-haven")),
            now=_later(),
            finding=finding,
            version=finding.version,
            kind=finding.kind,
            text="They spoke well.",
            cases=5,
            opportunities=6,
            themes=list(finding.themes.all()),
        )

    def test_the_differences_are_listed_and_nothing_changes(self, folder, tmp_path):
        put_in(folder)
        self.edit()
        more = example_files()["2023.yaml"].replace(
            "sources:\n",
            "sources:\n  - key: brand-new\n    kind: other\n    title: New\n    group: partnership\n    on: "
            "2023-01-01\n    audience: public\n",
            1,
        )
        write(folder, {"2023.yaml": more})
        with pytest.raises(Different) as told:
            put_in(folder)
        (difference,) = told.value.differences
        assert (difference.file, difference.where, difference.field) == (
            "2023.yaml",
            "findings/neglect-audit-2023-f1",
            "text",
        )
        assert more.splitlines()[difference.line - 1].strip() == "text: Partners spoke to each other well."
        assert (difference.in_file, difference.in_record) == ("Partners spoke to each other well.", "They spoke well.")
        assert not Source.objects.filter(key="brand-new").exists()

    def test_told_to_the_file_overrules_and_history_keeps_both(self, folder):
        put_in(folder)
        self.edit()
        outcome = put_in(folder, take_file=True)
        assert outcome.changed == {"findings": 1}
        assert Finding.objects.get(key="neglect-audit-2023-f1").text == "Partners spoke to each other well."
        line = Line.objects.latest("pk")
        assert (line.verb, line.key) == ("records.replaced", "north-haven/neglect-audit-2023-f1")
        assert "They spoke well." in line.kept_values.data
        assert put_in(folder).nothing_changed

    def test_a_smaller_list_that_differs_is_told_by_its_entry(self, folder):
        put_in(folder)
        write(
            folder,
            edited(
                "undated.yaml",
                "        capacity: statutory\n        starts: 2022-07-01\n",
                "        capacity: relevant\n",
            ),
        )
        with pytest.raises(
            Different,
            match="bodies/north-haven/haven-icb, agencies: the file says {capacity: “relevant”}; the record says "
            "{capacity: “statutory”, starts: “2022-07-01”}",
        ):
            put_in(folder)

    def test_a_thing_that_moved_to_another_piece_of_work_is_a_difference(self, folder):
        put_in(folder)
        text = example_files()["2023.yaml"]
        lost = "      - key: neglect-audit-2023-a2\n        text: Audit again in a year.\n        state: agreed\n"
        assert lost in text
        here = "        also_answers: [neglect-audit-2023-r1]\n        state: proposed\n"
        write(folder, {"2023.yaml": text.replace(lost, "").replace(here, here + lost)})
        with pytest.raises(Different, match="actions/neglect-audit-2023-a2, sources: the file says “scrutiny"):
            put_in(folder)
        put_in(folder, take_file=True)
        assert Action.objects.get(key="neglect-audit-2023-a2").source.key == "scrutiny-of-escalation-2023"


class TestStubsAndCommonThings:
    def stub_first(self, tmp_path):
        """A neighbour's record names North Haven and its police in passing, and is loaded first."""
        write(
            tmp_path / "neighbour",
            {
                "manifest.yaml": "format: 1\npartnership: south-haven\n",
                "undated.yaml": (
                    "bodies:\n  - {key: south-haven, kind: partnership, name: South Haven}\n"
                    "  - {key: north-haven, kind: partnership, name: North Haven, stub: yes}\n"
                    "  - {key: haven-police, kind: agency, name: Haven Police}\n"
                    "groups:\n  - {key: partnership, kind: root, name: South Haven}\n"
                ),
            },
        )
        put_in(tmp_path / "neighbour")

    def test_a_stub_is_filled_by_its_own_record(self, folder, tmp_path):
        self.stub_first(tmp_path)
        outcome = put_in(folder)
        assert outcome.changed == {"bodies": 2}
        body = Body.objects.get(key="north-haven")
        assert (body.stub, body.name) == (False, "North Haven Safeguarding Children Partnership")
        assert Body.objects.get(key="haven-police").agency_type == "police", "a gap is filled"
        assert put_in(folder).nothing_changed
        assert put_in(tmp_path / "neighbour").nothing_changed, "named in passing: what is known of it stands"

    def board_in_full(self):
        """The board before is described in the partnership's own file, as it is where it has no record of its own."""
        stub = "    name: North Haven Local Safeguarding Children Board\n    stub: yes\n"
        return edited(
            "undated.yaml",
            stub,
            stub.replace("stub: yes", "short_name: LSCB")
            + "    ends: 2019-09-28\n    areas:\n      - area: north-haven\n",
        )

    def test_a_board_before_described_in_full_is_loaded_once(self, folder, tmp_path):
        write(folder, self.board_in_full())
        put_in(folder)
        lines = Line.objects.count()
        assert put_in(folder).nothing_changed
        assert Line.objects.count() == lines
        assert "ends: 2019-09-28" in taken_out("north-haven")["undated.yaml"], "nobody else's record would say it"
        write(
            folder,
            {"undated.yaml": self.board_in_full()["undated.yaml"].replace("short_name: LSCB", "short_name: Board")},
        )
        with pytest.raises(Different, match="the file says “Board”; the record says “LSCB”"):
            put_in(folder)
        assert put_in(folder, take_file=True).changed == {"bodies": 1}

    def test_a_board_with_a_record_of_its_own_is_changed_by_that_alone(self, folder, tmp_path):
        board = {
            "manifest.yaml": "format: 1\npartnership: north-haven-lscb\n",
            "undated.yaml": (
                "areas:\n  - {key: north-haven, name: North Haven}\n"
                "bodies:\n  - {key: north-haven-lscb, kind: predecessor_board, name: North Haven Local Safeguarding "
                "Children Board, "
                "short_name: LSCB, ends: 2019-09-28, areas: [{area: north-haven}]}\n"
                "groups:\n  - {key: partnership, kind: root, name: The board}\n"
            ),
        }
        put_in(write(tmp_path / "board", board))
        write(folder, self.board_in_full())
        put_in(folder)
        assert put_in(folder).nothing_changed
        assert "ends: 2019-09-28" not in taken_out("north-haven")["undated.yaml"], "the rest is in its own record"
        write(folder, {"undated.yaml": self.board_in_full()["undated.yaml"].replace("2019-09-28", "2019-09-27")})
        with pytest.raises(Different, match="only the file of north-haven-lscb can change it"):
            put_in(folder, take_file=True)

    def test_what_a_load_changed_is_said_field_by_field(self, folder, tmp_path, capsys):
        self.stub_first(tmp_path)
        call_command("load_record", str(folder))
        said = capsys.readouterr().out
        assert "bodies/haven-police, agency_type: was nothing, is now “police”." in said
        assert "bodies/north-haven, stub: was yes, is now nothing." in said

    def test_a_common_thing_that_says_otherwise_is_refused(self, folder, tmp_path):
        self.stub_first(tmp_path)
        write(folder, edited("undated.yaml", "name: Haven Police", "name: Haven Constabulary"))
        with pytest.raises(Different, match="the file says “Haven Constabulary”; the record says “Haven Police”"):
            put_in(folder)
        assert not Group.objects.filter(lead__key="north-haven").exists()


class TestSharedWork:
    """The group `harbour` is led by Fairwater and described in Tidewater's file also, with what it did."""

    def fairwater(self, tmp_path, finding="Names were spelt in two ways."):
        return write(
            tmp_path / "fairwater",
            {
                "manifest.yaml": "format: 1\npartnership: fairwater\n",
                "undated.yaml": (
                    "bodies:\n"
                    "  - {key: fairwater, kind: partnership, name: Fairwater Safeguarding Children Partnership}\n"
                    "  - {key: tidewater, kind: partnership, name: Tidewater Safeguarding Children Partnership, stub: "
                    "yes}\n"
                    "  - {key: tidewater-police, kind: agency, name: Tidewater Police}\n"
                    "groups:\n"
                    "  - {key: partnership, kind: root, name: Fairwater}\n"
                    "  - key: harbour\n    kind: panel\n    name: Harbour panel\n    members:\n"
                    "      - {partnership: tidewater, starts: 2021-01-01}\n      - {partnership: fairwater}\n"
                ),
                "2022.yaml": (
                    "sources:\n  - key: harbour-review\n    kind: exploitation_panel\n    title: Harbour panel\n    "
                    "group: harbour\n"
                    "    on: 2022-12-01\n    audience: public\n"
                    f"    findings:\n      - {{key: harbour-review-f1, kind: development, text: {finding}}}\n"
                    "    actions:\n      - {key: harbour-review-a1, text: Agree on one spelling., owner: "
                    "tidewater-police, state: proposed}\n"
                ),
            },
        )

    def test_equal_means_no_change_whichever_comes_first(self, tmp_path):
        put_in(GOOD)
        outcome = put_in(self.fairwater(tmp_path))
        assert outcome.added == {"groups": 1}, "its own root group; the rest stood already"
        assert Source.objects.filter(key="harbour-review").count() == 1
        assert put_in(GOOD).nothing_changed

    def test_it_stands_in_what_each_of_them_takes_out(self, tmp_path):
        put_in(GOOD)
        put_in(self.fairwater(tmp_path))
        ours, theirs = taken_out("tidewater")["2022.yaml"], taken_out("fairwater")["2022.yaml"]
        assert "group: fairwater/harbour" in ours
        assert "group: harbour" in theirs
        assert "harbour-review-a1" in ours and "harbour-review-a1" in theirs
        assert "coast-review" in theirs, "they take part in the coast panel since April 2022"

    def test_who_does_not_lead_is_refused_even_when_told_to_take_the_file(self, tmp_path):
        put_in(self.fairwater(tmp_path, finding="Names were spelt in three ways."))
        for take_file in (False, True):
            with pytest.raises(Different) as told:
                put_in(GOOD, take_file=take_file)
            (difference,) = told.value.differences
            assert difference.led_by == "fairwater"
            assert "“Names were spelt in two ways.”; the record says “Names were spelt in three ways.”" in str(
                difference
            )
        assert not Group.objects.filter(lead__key="tidewater").exists()

    def test_who_leads_may_change_it(self, tmp_path):
        put_in(GOOD)
        folder = self.fairwater(tmp_path, finding="Names were spelt in three ways.")
        with pytest.raises(Different) as told:
            put_in(folder)
        assert [difference.led_by for difference in told.value.differences] == [""]
        put_in(folder, take_file=True)
        assert Finding.objects.get(key="harbour-review-f1").text == "Names were spelt in three ways."


class TestDocuments:
    CONTENT = b"Minutes of a made-up meeting.\n"

    def with_document(self, folder, content=None, name="minutes.txt"):
        digest = hashlib.sha256(content or self.CONTENT).hexdigest()
        (folder / "documents").mkdir()
        (folder / "documents" / digest).write_bytes(content or self.CONTENT)
        write(
            folder,
            {
                "2024.yaml": (
                    "documents:\n  - key: minutes\n    title: Minutes\n    group: quality\n    on: 2024-02-01\n    "
                    "audience: partnership\n"
                    f"    versions:\n      - number: 1\n        file_name: {name}\n        sha256: {digest}\n    "
                    "    uploaded_at: 2024-02-02T10:00:00Z\n"
                    "    attached_to:\n      - noun: source\n        thing: north-haven/neglect-audit-2023\n"
                )
            },
        )
        return digest

    @pytest.fixture(autouse=True)
    def own_storage(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "stored"

    def test_it_is_stored_and_taken_out_with_its_bytes(self, folder, tmp_path):
        digest = self.with_document(folder)
        put_in(folder)
        assert (tmp_path / "stored" / digest).read_bytes() == self.CONTENT
        assert put_in(folder).nothing_changed
        from goldenthread.foundation.records.operations import take_out
        from goldenthread.foundation.records.tests.conftest import THEN

        body = Body.objects.get(key="north-haven")
        take_out(by=manager_of(body), now=THEN, body=body, folder=tmp_path / "out", up_to="partnership")
        assert (tmp_path / "out" / "documents" / digest).read_bytes() == self.CONTENT
        take_out(by=manager_of(body), now=THEN, body=body, folder=tmp_path / "public", up_to="public")
        assert not (tmp_path / "public" / "documents").exists()
        assert put_in(tmp_path / "out").nothing_changed

    def test_a_damaged_one_is_found(self, folder):
        digest = self.with_document(folder)
        (folder / "documents" / digest).write_bytes(b"something else")
        with pytest.raises(Faulty, match="changed or damaged"):
            put_in(folder)

    def test_a_program_is_refused(self, folder):
        self.with_document(folder, b"#!/bin/sh\nexit\n")
        with pytest.raises(Faulty, match="A file of this type cannot be stored"):
            put_in(folder)

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [(given, "The file is damaged") for given in DAMAGED.values()]
        + [(given, "protected by a password") for given in PROTECTED.values()],
        ids=[*DAMAGED, *PROTECTED],
    )
    def test_a_damaged_or_protected_one_is_a_fault_of_the_check(self, folder, given, sentence, capsys):
        name, content = given
        self.with_document(folder, content, name)
        with pytest.raises(SystemExit):
            call_command("check_record", str(folder))
        assert sentence in capsys.readouterr().out

    def test_a_name_that_is_too_long_is_a_fault(self, folder):
        self.with_document(folder, name="x" * 201)
        with pytest.raises(Faulty, match="200"):
            put_in(folder)


def _later():
    from goldenthread.foundation.records.tests.conftest import THEN

    return THEN


def test_what_a_text_tells_without_judging_it_is_an_impact_and_no_judgement(folder):
    write(folder, edited("2023.yaml", "judgement: partly", "judgement: not_said"))
    put_in(folder)
    assert "judgement: not_said" in taken_out("north-haven")["2023.yaml"]
    recommendation = Recommendation.objects.get(key="neglect-audit-2023-r1")
    by = manager_of(Body.objects.get(key="north-haven"))
    with pytest.raises(Refused, match="Nobody has judged yet"):
        thread.close_recommendation(by=by, now=_later(), recommendation=recommendation, version=recommendation.version)
    with pytest.raises(Refused, match="Only what a published text says"):
        thread.judge_impact(
            by=by,
            now=_later(),
            source=recommendation.source,
            judgement="not_said",
            text="T",
            method="M",
            on=_later().date(),
        )
    told = Impact.objects.get()
    assert list(ends.latest(Impact.objects.all())) == [told]
    thread.judge_impact(
        by=by,
        now=_later(),
        source=told.source,
        action=told.action,
        judgement="worse",
        text="T",
        method="M",
        on=datetime.date(2024, 1, 1),
    )
    assert ends.latest(Impact.objects.filter(judgement="worse")).exists(), (
        "a later tale does not hide an earlier judgement"
    )


def test_what_was_recorded_here_is_judged(folder):
    write(folder, edited("2023.yaml", "judgement: partly", "judgement: not_said\n        origin: recorded"))
    with pytest.raises(Faulty, match="Only what is taken over from a published text"):
        put_in(folder)


def test_the_same_said_in_two_ways_is_no_difference(folder):
    """A group of its lead alone, a first due date that is the due date, an audience that is the source's."""
    put_in(folder)
    write(
        folder,
        edited(
            "undated.yaml",
            "    parent: partnership\n",
            "    parent: partnership\n    members:\n      - partnership: north-haven\n",
        ),
    )
    write(
        folder,
        edited(
            "2023.yaml",
            "        text: Audit again in a year.\n",
            "        text: Audit again in a year.\n        audience: public\n        origin: as_published\n",
        ),
    )
    assert put_in(folder).nothing_changed


def test_a_membership_with_seats_keeps_its_row_while_the_list_of_agencies_changes(tmp_path):
    """The seats of an agency hang on the row of its membership: it is changed, never made anew."""
    folder = shutil.copytree(GOOD, tmp_path / "record")
    put_in(folder)
    seats = dict(Seat.objects.filter(membership__isnull=False).values_list("key", "membership_id"))
    assert seats
    text = (folder / "undated.yaml").read_text()
    before = "      - agency: tidewater-council\n        capacity: statutory\n        starts: 2019-09-29\n"
    assert before in text
    (folder / "undated.yaml").write_text(text.replace(before, before.replace("2019-09-29", "2019-09-30")))
    put_in(folder, take_file=True)
    assert dict(Seat.objects.filter(membership__isnull=False).values_list("key", "membership_id")) == seats
    assert put_in(folder).nothing_changed


def test_a_judgement_of_a_published_text_quotes_the_words_that_judge(folder):
    words = "        judging_words: escalation is used more, though not yet by every agency as we had hoped\n"
    write(folder, edited("2023.yaml", words, ""))
    with pytest.raises(Faulty, match="Quote the words in which it does, or write judgement: not_said"):
        put_in(folder)
    write(folder, edited("2023.yaml", words, "        origin: recorded\n"))
    put_in(folder)
    assert Impact.objects.get().judgement == "partly"


def test_an_action_answers_a_finding_without_a_recommendation(folder):
    answers = "        recommendation: neglect-audit-2023-r1\n        owner"
    write(folder, edited("2023.yaml", answers, "        findings: [neglect-audit-2023-f2]\n        owner"))
    put_in(folder)
    assert [row.key for row in Impact.objects.get().action.findings.all()] == ["neglect-audit-2023-f2"]
    assert "findings: [neglect-audit-2023-f2]\n        owner" in taken_out("north-haven")["2023.yaml"]
