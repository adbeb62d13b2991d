"""A yearly report in the record file: who stands behind it, what was signed, what was published. All of it is made
up.
"""

import datetime
import shutil
from pathlib import Path

import pytest

from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.documents.storing import keep, read_whole
from goldenthread.foundation.papers.tests.word_files import template
from goldenthread.foundation.papers.word.template.cleaning import cleaned
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.records.faults import Different, Faulty
from goldenthread.foundation.records.operations import load, take_out
from goldenthread.foundation.records.reading import read
from goldenthread.foundation.records.tests.conftest import LOADER, empty_house, manager_of
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import operations, queries
from goldenthread.front.yearly_report.models import Report, Section, Version
from goldenthread.front.yearly_report.paragraphs import pieces
from goldenthread.front.yearly_report.rendering import paper_in
from goldenthread.front.yearly_report.tests.conftest import Desk
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
FILES = {"html": b"<p>As published</p>", "pdf": b"%PDF made at publication", "docx": b"PK made at publication"}


def written(desk):
    """A draft with everything that people do to one."""
    desk.write("next_steps", "We shall ask the schools first.")
    (piece,) = pieces(desk.section("next_steps").text)
    operations.stand_behind(
        section=desk.section("next_steps"), paragraph=piece.digest, name="Example Chair", post="Chair", **desk.given
    )
    inside, outside = (
        desk.work("Audit of strategy meetings"),
        desk.work("An older audit", on=datetime.date(2024, 9, 10)),
    )
    operations.choose(section=desk.section("months"), noun="source", key=inside.ref, put_in=False, **desk.given)
    operations.choose(section=desk.section("months"), noun="source", key=outside.ref, put_in=True, **desk.given)
    settled = operations.comment(
        section=desk.section("next_steps"), text="Which schools?\n\nAll of them?", **desk.given
    )
    operations.settle_comment(comment=settled, **desk.given)
    operations.comment(
        section=desk.section("next_steps"), text="And when?", by=desk.cast.viewer("scrutineer"), now=desk.cast.now
    )
    desk.answer_everything()
    operations.answer_item(
        report=desk.report, number="2", section=desk.section("next_steps"), paragraph=piece.digest, **desk.given
    )
    for words in ("First", "Second"):
        stored = keep(cleaned(template(words=words)).content)
        operations.add_word_template(body=desk.cast.west, stored=stored, file_name=f"{words}.docx", **desk.given)
    section = desk.section("foreword")
    operations.write_section(
        section=section, version=section.version, ready=True, writer=desk.cast.person("unit_officer"), **desk.given
    )


def signed_and_published(desk):
    """Version 1 objected to, 2 published, sent out, corrected and withheld, 3 published; then a correction is begun."""
    first = desk.close()
    desk.sign(first, "council")
    desk.object(first, "police")
    second = desk.sign_all(desk.close(lambda *text, **more: FILES))
    desk.publish(second)
    operations.log_copy(version=second, to="What Works centre", how="E-mail", on=NOW.date(), **desk.given)
    correction(desk, "The first figure was wrong.")
    third = desk.sign_all(
        desk.close(lambda *text, **more: {kind: made + b", corrected" for kind, made in FILES.items()})
    )
    desk.publish(third)
    second.refresh_from_db()
    operations.withhold(version=second, reason="A family withdrew its consent.", **desk.given)
    correction(desk, "The second figure was wrong too.")
    return second, third


def correction(desk, reason):
    desk.fresh()
    operations.begin_correction(report=desk.report, version=desk.report.version, reason=reason, **desk.given)


def out_of(folder, up_to="named"):
    """The record of west as files: {path: bytes}."""
    take_out(
        by=manager_of(Body.objects.get(key="west")),
        now=NOW,
        body=Body.objects.get(key="west"),
        folder=folder,
        up_to=up_to,
    )
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def put_in(folder, **more):
    return load(by=LOADER, now=NOW, folder=folder, **more)


KEPT = []


@pytest.fixture
def taken(tmp_path, tmp_path_factory, db):
    """A folder with the record of a house in which a report went all the way, and what stood in it. Made once,
    copied.
    """
    if not KEPT:
        folder = tmp_path_factory.mktemp("reports") / "first"
        with empty_house():
            desk = Desk(Cast(NOW))
            written(desk)
            second, third = signed_and_published(desk)
            KEPT[:] = [folder, out_of(folder), second, third]
            assert put_in(folder).nothing_changed
    return Path(shutil.copytree(KEPT[0], tmp_path / "first")), *KEPT[1:]


def test_a_signed_and_published_report_comes_back_byte_for_byte(taken, tmp_path):
    folder, files, _, third = taken
    assert third.text.encode() == files[f"documents/{third.digest}"]
    assert third.template and f"documents/{third.template}" in files
    with empty_house():
        put_in(folder)
        assert put_in(folder).nothing_changed
        assert out_of(tmp_path / "again") == files


def test_the_loaded_report_reads_as_signed_and_published_with_the_same_digests(taken):
    folder, _, second, third = taken
    with empty_house():
        put_in(folder)
        report = Report.objects.get(body__key="west")
        published = queries.published_version(report)
        assert (published.number, published.digest, published.text) == (3, third.digest, third.text)
        assert {(row.agency.key, row.membership.agency.key) for row in published.required.all()} == {
            (k, k) for k in agencies(published)
        }
        assert agencies(published) == {
            row.digest and row.membership.agency.key
            for row in published.signatures.filter(answer="signed", digest=third.digest)
        }
        assert {kept.kind: read_whole(kept.sha256) for kept in published.renderings.all()} == {
            kind: made + b", corrected" for kind, made in FILES.items()
        }
        replaced = report.versions.get(number=2)
        assert (replaced.state, replaced.text, replaced.digest) == ("replaced", "", second.digest)
        assert (
            not any(kept.stored for kept in replaced.renderings.all())
            and replaced.copies.get().to == "What Works centre"
        )
        void = report.versions.get(number=1)
        assert (
            void.state == "void"
            and void.signatures.get(answer="objected").reason == "The second chapter names a school."
        )
        assert (report.state, report.why) == ("draft", "The second figure was wrong too.")


def agencies(version):
    return {row.agency.key for row in version.required.all()}


def test_a_loaded_draft_keeps_words_comments_choices_and_answers(taken):
    folder, *_ = taken
    with empty_house():
        put_in(folder)
        section = Section.objects.get(chapter="next_steps")
        assert [one.kind for one in queries.whose_words(section, public_reader(section.report.body, NOW))] == ["person"]
        assert [(one.text, one.settled_by != "") for one in section.comments.all()] == [
            ("Which schools?\n\nAll of them?", True),
            ("And when?", False),
        ]
        months = Section.objects.get(chapter="months")
        assert sorted(months.chosen.values_list("noun", "put_in")) == [("source", False), ("source", True)]
        answers = {one.number: one for one in section.report.answers.all()}
        assert answers["2"].section == section and answers["1"].not_applicable == "Not in this test."
        foreword = Section.objects.get(chapter="foreword")
        assert foreword.ready and foreword.writer.name == "The unit officer"


def test_what_came_in_with_a_file_says_that_the_history_here_does_not_prove_it(taken, client):
    folder, *_ = taken
    with empty_house():
        put_in(folder)
        report = Report.objects.get(body__key="west")
        assert not Version.objects.filter(loaded_at=None).exists()
        page = client.get(f"/west/report/{report.key}/read/").content.decode()
        assert "came in with a record file" in page and queries.published_version(report).digest in page


def test_a_page_that_came_in_with_a_file_is_written_again_from_the_signed_text(taken, client):
    folder, *_ = taken
    with empty_house():
        put_in(folder)
        report = Report.objects.get(body__key="west")
        page = client.get(f"/west/report/{report.key}/read/").content.decode()
        assert "As published" not in page and "We shall ask the schools first." in page


def test_signing_goes_on_in_the_new_house(tmp_path):
    with empty_house():
        desk = Desk(Cast(NOW))
        desk.answer_everything()
        desk.sign(desk.close(), "council")
        out_of(tmp_path / "first")
    with empty_house():
        put_in(tmp_path / "first")
        version = queries.current_version(Report.objects.get(body__key="west"))
        assert operations.signing.needed(version) - operations.signing.signed(version) == set(
            version.required.exclude(agency__name="West Council").values_list("membership_id", flat=True)
        )
        assert paper_in(version.text).title == "Yearly report 2025-26"


def test_the_public_is_not_given_what_it_took(tmp_path):
    with empty_house():
        desk = Desk(Cast(NOW))
        written(desk)
        desk.publish(desk.sign_all(desk.close()))
        files = out_of(tmp_path / "open", up_to="public")
    text = b"".join(said for name, said in files.items() if name.endswith(".yaml")).decode()
    assert "published_elsewhere: Golden Thread, West Partnership" in text and "We shall ask the schools first." in text
    for inside in ("Which schools?", "Example Chair", "Not in this test.", "versions:", "signatures:", "writer:"):
        assert inside not in text
    assert not [name for name in files if name.startswith("documents/")]


def test_a_file_changes_nothing_that_was_signed_here(tmp_path):
    with empty_house():
        desk = Desk(Cast(NOW))
        desk.answer_everything()
        version = desk.close()
        out_of(tmp_path / "first")
        desk.sign(version, "council")
        with pytest.raises(Different):
            put_in(tmp_path / "first")
        with pytest.raises(Refused, match="No file changes what was signed here"):
            put_in(tmp_path / "first", take_file=True)
        assert version.signatures.count() == 1


def test_taking_the_file_changes_what_was_loaded_and_keeps_rows_that_others_point_to(taken):
    folder, *_ = taken
    with empty_house():
        put_in(folder)
        section = Section.objects.get(chapter="next_steps")
        change(folder, "", "text: We shall ask the schools first.", "text: We shall ask the schools at once.")
        change(folder, "", 'text: "And when?"', 'text: "And by whom?"')
        put_in(folder, take_file=True)
        after = Section.objects.get(chapter="next_steps")
        assert (after.pk, after.version) == (section.pk, section.version + 1)
        assert after.comments.filter(text="And by whom?").exists() and after.comments.count() == 2


def change(folder, anchor, before, after):
    """Replaces the first such text after the anchor, and takes the hashes out of the manifest; the line on which it
    stood.
    """
    path = folder / "undated.yaml"
    text = path.read_text("utf-8")
    start = text.index(before, text.index(anchor) if anchor else text.index("reports:"))
    path.write_text(text[:start] + after + text[start + len(before) :], "utf-8")
    manifest = folder / "manifest.yaml"
    manifest.write_text(manifest.read_text("utf-8").split("files:")[0], "utf-8")
    return text[:start].count("\n") + 1


HASH = "0" * 64
V1, V2, V3 = "- number: 1\n        digest", "- number: 2\n        digest", "- number: 3\n        digest"
WORDS, COMMENTS, CHOSEN = "        words:", "        comments:", "        chosen:"
# (name, after which text, text that stands there, text in its place, lines further down, field, part of the sentence)
BROKEN = [
    (
        "a paragraph that is no hash",
        WORDS,
        "- paragraph: 0951",
        "- paragraph: 0951-",
        0,
        "paragraph",
        "Expected a SHA-256",
    ),
    (
        "whose word, but nobody is named",
        WORDS,
        "            name: Example Chair\n",
        "",
        -1,
        "name",
        "This field is missing",
    ),
    ("whose word, but not since when", WORDS, "            on: 2026-11-20\n", "", -4, "on", "This field is missing"),
    ("a noun that nobody offers", CHOSEN, "noun: source", "noun: sourse", 0, "noun", "Did you mean “source”?"),
    ("a choice that is not there", CHOSEN, "- thing: west/", "- thing: west/no-", None, "sections", "to be chosen"),
    ("a noun that the chapter does not show", CHOSEN, "noun: source", "noun: action", -2, "chosen", "not on actions"),
    ("a choice that is neither", CHOSEN, "put_in: yes", "put_in: perhaps", 0, "put_in", "Expected yes or no"),
    ("a choice of nothing", CHOSEN, "- thing: west", "- thin: west", 0, "thing", "This field is missing"),
    (
        "a comment without its moment",
        COMMENTS,
        "- at: 2026-11-20T10:00:00Z",
        "- at: 2026-11-20",
        0,
        "at",
        "a moment with its zone",
    ),
    (
        "a comment settled by nobody",
        COMMENTS,
        "            settled_by: The business manager\n",
        "",
        -8,
        "settled_by",
        "write both, or neither",
    ),
    (
        "a comment of nobody here",
        COMMENTS,
        "            person: person-",
        "            person: stranger-",
        None,
        "sections.comments.person",
        "There is no stranger-",
    ),
    ("a chapter ready, perhaps", "chapter: foreword", "ready: yes", "ready: soon", 0, "ready", "Expected yes or no"),
    (
        "a writer who is nobody",
        "chapter: foreword",
        "writer: person-",
        "writer: stranger-",
        None,
        "sections.writer",
        "There is no stranger-",
    ),
    (
        "an item that is on no list",
        "    answers:",
        "- number: 1\n",
        "- number: 99\n",
        0,
        "number",
        "Expected one of 1, 2",
    ),
    (
        "an item that does not apply, but nobody says so",
        "    answers:",
        "        name: The business manager\n",
        "",
        -2,
        "name",
        "expected who",
    ),
    (
        "an item met in no section",
        "    answers:",
        "chapter: next_steps",
        "chapter: lessons",
        None,
        "answers",
        "no section of this report",
    ),
    (
        "an item met and not applicable",
        "    answers:",
        "        name: The",
        "        chapter: months\n        name: The",
        0,
        "chapter",
        "met by no paragraph",
    ),
    (
        "an item met by no paragraph",
        "chapter: next_steps\n        para",
        "        paragraph: ",
        "        name: Somebody\n        # ",
        -2,
        "paragraph",
        "Expected the chapter and the paragraph",
    ),
    ("a digest cut short", V1, "digest: ", "digest: 0", 0, "digest", "64 small letters"),
    (
        "a text that was not signed",
        V1,
        "        text: ",
        f"        text: {HASH} #",
        0,
        "text",
        "This is not the text that was signed",
    ),
    (
        "a text that is not there",
        V1,
        "        text: ",
        f"        text: {HASH} #",
        None,
        "versions",
        "There is no file documents/",
    ),
    (
        "neither a text nor withheld",
        V2,
        "        withheld_at: 2026-11-20T10:00:00Z\n",
        "",
        -7,
        "text",
        "or withheld_at",
    ),
    (
        "a published text that is withheld",
        V3,
        "        text: ",
        "        withheld_at: 2026-11-20T10:00:00Z #",
        0,
        "withheld_at",
        "replaced or is void",
    ),
    ("a state that is not there", V2, "state: replaced", "state: replacd", 0, "state", "Did you mean “replaced”?"),
    ("a state left out", V2, "        state: replaced\n", "", -2, "state", "This field is missing"),
    (
        "void, and nobody says why",
        V1,
        "        void_reason: ",
        "        what_changed: ",
        -6,
        "void_reason",
        "A version that is void says why",
    ),
    (
        "published by nobody",
        V2,
        "        published_by: The business manager\n",
        "",
        -6,
        "published_by",
        "says when and by whom",
    ),
    (
        "closed at no moment",
        V3,
        "        closed_at: 2026-11-20T10:00:00Z\n",
        "",
        -4,
        "closed_at",
        "This field is missing",
    ),
    (
        "a partner that is nobody",
        V1,
        "          - agency: agency-",
        "          - agency: another-",
        None,
        "versions.required.agency",
        "There is no another-",
    ),
    (
        "a partner that was not asked",
        V3,
        "          - agency: agency-",
        "          # - agency: agency-",
        None,
        "signatures",
        "was not asked for",
    ),
    (
        "a partner that is no member",
        V1,
        "          - agency: agency-",
        "          - agency: east #",
        None,
        "versions",
        "is not a member agency",
    ),
    (
        "a partner that never signed",
        V3,
        "            answer: signed",
        "            answer: objected\n            reason: No.",
        -12,
        "state",
        "objected, so this version is void",
    ),
    (
        "an answer that is neither",
        V1,
        "answer: signed",
        "answer: agreed",
        0,
        "answer",
        "Expected one of signed, objected",
    ),
    (
        "an objection without its reason",
        V1,
        "            reason: The second chapter names a school.\n",
        "",
        -2,
        "reason",
        "says why",
    ),
    (
        "a signer who is nobody",
        V1,
        "            person: person-",
        "            person: stranger-",
        None,
        "versions.signatures.person",
        "There is no stranger-",
    ),
    ("a seat left out", V3, "            seat: seat-", "            chair: seat-", -4, "seat", "This field is missing"),
    ("a rendering of another kind", V3, "- kind: docx", "- kind: odt", 0, "kind", "Expected one of html"),
    (
        "a rendering that is twice there",
        V3,
        "- kind: html",
        "- kind: pdf",
        None,
        "renderings",
        "has each of these once",
    ),
    (
        "a rendering that is another file",
        V3,
        "            file: ",
        f"            file: {HASH} #",
        0,
        "file",
        "not the file whose SHA-256",
    ),
    (
        "a rendering of another size",
        V3,
        "            size: 33",
        "            size: 3333",
        None,
        "versions",
        "has 33 bytes, not 3333",
    ),
    (
        "a rendering without its bytes",
        V3,
        "            file: ",
        "            # ",
        None,
        "renderings",
        "were not withheld",
    ),
    ("a copy sent to nobody", V2, "            to: What Works centre\n", "", -1, "to", "This field is missing"),
    (
        "a copy on a day in British order",
        V2,
        "- on: 2026-11-20",
        "- on: 20/11/2026",
        0,
        "on",
        "for instance 2024-03-31",
    ),
    (
        "a version that stands twice",
        "",
        "- number: 2\n        digest",
        "- number: 1\n        digest",
        None,
        "versions",
        "the same number",
    ),
    (
        "a draft said to be published elsewhere",
        "",
        "    edition: WT26\n",
        "    edition: WT26\n    state: published_elsewhere\n",
        None,
        "versions",
        "Take its versions out",
    ),
    (
        "closed, but no version waits",
        "",
        "    edition: WT26\n",
        "    edition: WT26\n    state: closed\n",
        1,
        "state",
        "waits for signatures",
    ),
]
HEADS = {
    "sections.comments.person": "    sections:",
    "sections.writer": "    sections:",
    "signatures": "        signatures:",
    "renderings": "        renderings:",
}


@pytest.mark.parametrize(
    ("anchor", "before", "after", "further", "field", "expected"),
    [row[1:] for row in BROKEN],
    ids=[row[0] for row in BROKEN],
)
def test_the_fault_is_found(taken, anchor, before, after, further, field, expected):
    folder = taken[0]
    line = change(folder, anchor, before, after)
    with pytest.raises(Faulty) as told:
        read(folder)
    matching = [fault for fault in told.value.faults if fault.field == field and expected in fault.expected]
    assert matching, [str(fault) for fault in told.value.faults]
    text = (folder / "undated.yaml").read_text("utf-8").splitlines()
    if further is None:  # a fault between entries is told where their list begins
        head = HEADS.get(field, f"    {field.split('.')[0]}:")
        assert all(text[fault.line - 1] == head for fault in matching), [str(fault) for fault in matching]
    else:
        assert line + further in [fault.line for fault in matching], [str(fault) for fault in matching]
    assert all(
        fault.file == "undated.yaml"
        and fault.expected[0].isupper() | (fault.expected[0] == "“")
        and fault.expected[-1] in ".?”…"
        for fault in matching
    )


def test_a_report_said_to_be_published_whose_version_is_not(taken):
    folder = taken[0]
    line = change(folder, "", "    edition: WT26\n", "    edition: WT26\n    state: published\n")
    change(folder, V3, "state: published\n", "state: replaced\n")
    with pytest.raises(Faulty) as told:
        read(folder)
    assert [(fault.field, fault.line) for fault in told.value.faults] == [("state", line + 1)]


def test_a_text_that_no_product_closed_is_refused(taken):
    """The file has its hash, and still is no report."""
    folder, _, _, third = taken
    digest = "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"  # of {}\n
    (folder / "documents" / digest).write_text("{}\n", "utf-8")
    for name in ("digest", "text"):
        change(folder, V3, f"{name}: {third.digest}", f"{name}: {digest}")
    with pytest.raises(Faulty, match="not a text that this product closed"):
        read(folder)
