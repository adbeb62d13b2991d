"""Reading a report: what stands in its way, whose word each paragraph is, what the checklist still asks."""

from __future__ import annotations

import datetime
import textwrap
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldenthread.foundation import room
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer, public_reader
from goldenthread.foundation.papers.abbreviations import unexplained
from goldenthread.foundation.papers.blocks import NOTHING, Heading, PaperError
from goldenthread.foundation.papers.blocks.checks import clean
from goldenthread.foundation.papers.markdown import parse
from goldenthread.foundation.papers.text import printed
from goldenthread.foundation.papers.typefaces import lacking, name_of
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.ui.words import listed, lower_first
from goldenthread.front.yearly_report.assembly import OWN_SECTIONS, SPOKEN, Assembled, assemble, chapter_of, sections_of
from goldenthread.front.yearly_report.checklist import BEFORE
from goldenthread.front.yearly_report.models import (
    Abbreviation,
    ChecklistItem,
    ItemAnswer,
    Recipient,
    Rendering,
    Report,
    Section,
    Version,
)
from goldenthread.front.yearly_report.paragraphs import (
    Piece,
    claims_of,
    digest_of,
    lines_in_order,
    pieces,
    pieces_of_lines,
)
from goldenthread.front.yearly_report.states import ReportState, VersionState

OWN_MEETS = {code: meets for code, _, _, meets in OWN_SECTIONS}


@dataclass(frozen=True)
class Problem:
    """Something that blocks closing: a sentence, and the section to mend, or the page of the report on which to."""

    sentence: str
    section: object = None
    page: str = ""


@dataclass(frozen=True)
class Whose:
    """Whose word a paragraph is. `kind`: record, speaker, person, hidden (names a record that the public may not see),
    nobody.
    """

    piece: Piece
    kind: str
    name: str = ""

    @property
    def settled(self) -> bool:
        return self.kind in {"record", "speaker", "person"}


@dataclass(frozen=True)
class Item:
    """One item of the checklist. `met_by`: records, paragraph, not_applicable, or "" while it is not met."""

    row: ChecklistItem
    met_by: str
    sentence: str
    sections: tuple = ()
    """The chapters of the report that could meet it."""
    left_out: tuple = ()
    """Those that are left out of it."""

    @property
    def met(self) -> bool:
        return bool(self.met_by)


def reports_of(viewer: Viewer, body: Body) -> QuerySet[Report]:
    """Every report of the body that this viewer may see: all for those who may read drafts, published ones for
    others.
    """
    rows = Report.objects.filter(body=body).select_related("period", "body")
    if any("report.read" in seat.role.grants for seat in viewer.seats):
        return rows
    published = Version.objects.filter(report=OuterRef("pk"), state=VersionState.PUBLISHED)
    return rows.filter(Q(state=ReportState.ELSEWHERE) | Q(Exists(published)))


def abbreviations(viewer: Viewer) -> QuerySet[Abbreviation]:
    """The list of the partnership in which the viewer acts."""
    return Abbreviation.objects.filter(holder_id=viewer.partnership_id).select_related("holder")


def not_explained(body: Body, now: datetime.datetime) -> list[tuple[str, int]]:
    """What looks like an abbreviation in the newest report that is being written, and stands in no list."""
    report = Report.objects.filter(body=body, state=ReportState.DRAFT).order_by("-period__starts").first()
    if report is None:
        return []
    printed = [block for part in assemble(report, now) for block in part.blocks]
    return unexplained(printed, Abbreviation.objects.filter(holder=body).values_list("short", flat=True))


def current_version(report: Report) -> Version | None:
    """The version that waits for signatures or is signed, or None."""
    return report.versions.filter(state__in=[VersionState.OPEN, VersionState.SIGNED]).first()


def published_version(report: Report) -> Version | None:
    return report.versions.filter(state=VersionState.PUBLISHED).first()


def whose_words(section: Section, reader: Viewer) -> list[Whose]:
    """Each paragraph of a section with who or what stands behind it."""
    return words_of([section], reader)[section.chapter]


def words_of(
    sections: list[Section], reader: Viewer, printed: frozenset[tuple[str, str]] = frozenset()
) -> dict[str, list[Whose]]:
    """The same for several sections of one report, by their chapter; the records that they name are looked up together.

    `printed` are the records that chapters built with this very reader name: the reader sees them, so nobody asks
    again.
    """
    found = [(section, [*pieces(section.text), *pieces_of_lines(section)]) for section in sections]
    remarks = {claim for section in sections for piece in pieces(section.remark) for claim in piece.claims}
    wanted = {}
    for noun, key in ({claim for _, read in found for piece in read for claim in piece.claims} | remarks) - printed:
        wanted.setdefault(noun, set()).add(key)
    seen = _cards(reader, wanted) | printed
    return {section.chapter: _each_word(section, read, seen) for section, read in found}


def _each_word(section: Section, read: list[Piece], seen: set[tuple[str, str]]) -> list[Whose]:
    words = {word.paragraph: word.name for word in section.words.all()} if read and section.pk else {}
    words |= {digest_of(line): line.name for line in lines_in_order(section) if line.name}
    hidden = [Whose(piece, "hidden") for piece in pieces(section.remark) if not set(piece.claims) <= seen]
    return [_whose(piece, section, seen, words) for piece in read] + hidden


def _cards(reader: Viewer, wanted: dict[str, set[str]]) -> set[tuple[str, str]]:
    known = {noun.code for noun in room.offered("nouns")}
    return set(room.references(reader, {noun: keys for noun, keys in wanted.items() if noun in known}))


def _whose(piece: Piece, section: Section, seen: set[tuple[str, str]], words: dict[str, str]) -> Whose:
    if piece.claims and not set(piece.claims) <= seen:
        return Whose(piece, "hidden")
    if section.speaker:
        return Whose(piece, "speaker", section.speaker)
    if piece.claims:
        return Whose(piece, "record")
    if piece.digest in words:
        return Whose(piece, "person", words[piece.digest])
    return Whose(piece, "nobody")


def checklist(report: Report, assembled: list[Assembled], sections: list[Section] | None = None) -> list[Item]:
    """Each item of the report's edition, with what meets it. A section's records count only when it is printed.

    `sections` are those of `sections_of`, so that an item can name a chapter that is left out.
    """
    by_number, left_out = {}, {}
    for part in assembled:
        for number in _meets(part.section, report):
            by_number.setdefault(number, []).append(part)
    for section in sections or ():
        for number in _meets(section, report) if section.left_out else ():
            left_out.setdefault(number, []).append(section)
    answers = {answer.number: answer for answer in report.answers.select_related("section")}
    rows = ChecklistItem.objects.filter(edition=report.edition)
    return [
        replace(
            _item(row, by_number.get(row.number, []), answers.get(row.number)),
            left_out=tuple(left_out.get(row.number, ())),
        )
        for row in rows
    ]


def _meets(section: Section, report: Report) -> tuple[str, ...]:
    chapter = chapter_of(section.chapter)
    return chapter.met_in(report.edition) if chapter else OWN_MEETS.get(section.chapter, ())


def _item(row: ChecklistItem, parts: list[Assembled], answer: ItemAnswer | None) -> Item:
    sections = tuple(part.section for part in parts)
    drawn = [part for part in parts if part.claims]
    if drawn:
        return Item(row, "records", f"Met by records in {listed(part.section.title for part in drawn)}.", sections)
    if answer and answer.section_id and answer.paragraph in {piece.digest for piece in pieces(answer.section.text)}:
        return Item(row, "paragraph", f"Met by a marked paragraph in {answer.section.title}.", (answer.section,))
    if answer and answer.not_applicable:
        return Item(row, "not_applicable", f"Does not apply: {answer.not_applicable} ({answer.name})", sections)
    if answer and answer.section_id:
        return Item(
            row,
            "",
            f"The paragraph marked in {answer.section.title} has changed since. Mark it again.",
            (answer.section,),
        )
    return Item(row, "", "Nothing in the report meets this yet.", sections)


def _problems(
    report: Report, assembled: list[Assembled], words_by_section: dict[str, list[Whose]], items: list[Item]
) -> list[Problem]:
    """Everything that blocks closing, in the order of the report."""
    found = []
    for part in assembled:
        section = part.section
        if section.chapter in SPOKEN and section.text.strip() and not section.speaker:
            found.append(Problem(f"{section.title} does not say whose words it holds.", section))
        words = words_by_section[section.chapter]
        nobody = sum(word.kind == "nobody" for word in words)
        hidden = sum(word.kind == "hidden" for word in words)
        if nobody:
            found.append(
                Problem(
                    f"{section.title}: whose word is this? {_count(nobody)} with neither a record nor a person behind "
                    "it.",
                    section,
                )
            )
        if hidden:
            found.append(
                Problem(
                    f"{section.title}: {_count(hidden)} that names a record which the public may not see. Release the "
                    "record or take it out.",
                    section,
                )
            )
        found += _not_printable(part)
    found += _cover_not_printable(report) + _reason_not_readable(report)
    if report.edition != BEFORE:
        found += [
            Problem(
                f"The checklist asks for item {item.row.number}: {lower_first(item.row.text)}.",
                item.sections[0] if item.sections else None,
                "" if item.sections else "checklist",
            )
            for item in items
            if not item.met
        ]
    return found


def _not_printable(part: Assembled) -> list[Problem]:
    """Every text of a section with a character that no typeface has: the PDF could not be made. By paragraph."""
    section = part.section
    places = [
        (f"paragraph {place}", text)
        for place, piece in enumerate(pieces(section.text), start=1)
        for text in printed((piece.block,))
    ]
    heading = [("the heading", section.title), ("whose words it holds", f"{section.speaker}{section.speaker_post}")]
    records = [("the words of a record", text) for text in printed(part.built)]
    typed_headings = [
        ("a heading", text) for block in part.typed if isinstance(block, Heading) for text in printed((block,))
    ]
    return [
        Problem(_unprintable(f"{section.title}, {place}", text, letters), section)
        for place, text in [*heading, *places, *typed_headings, *records]
        if (letters := lacking(text))
    ] + [
        Problem(
            f"{section.title}: a record that it prints has no words that can be read. Write them, or leave it out.",
            section,
        )
        for _, text in records
        if NOTHING in text
    ][:1]


def _cover_not_printable(report: Report) -> list[Problem]:
    body = report.body
    words = {
        "The title of the report": report.title,
        f"The name of {body.key}": body.name,
        f"The vision of {body.name}": body.vision,
        "Where this record comes from": body.provenance,
        "The reason of the correction": report.why,
    }
    return [
        Problem(_unprintable(place, text, letters), page="reason" if text is report.why else "")
        for place, text in words.items()
        if (letters := lacking(clean(text, place)))
    ]


def _reason_not_readable(report: Report) -> list[Problem]:
    try:
        parse(report.why)
    except PaperError as fault:
        return [Problem(f"The reason of the correction cannot be read: {fault}", page="reason")]
    return []


def _unprintable(place: str, text: str, letters: list[str]) -> str:
    begins = textwrap.shorten(text, 60, placeholder=" …")
    return (
        f"{place}: no typeface of the house has {listed(map(name_of, letters))}, in “{begins}”. "
        "Write it in other letters, or take it out."
    )


def _count(number: int) -> str:
    return "one paragraph" if number == 1 else f"{number} paragraphs"


@dataclass(frozen=True)
class Examined:
    """A report read once as the public would: what it prints, whose word each paragraph is, what it meets, what blocks
    it.
    """

    assembled: list[Assembled]
    words: dict[str, list[Whose]]
    items: list[Item]
    problems: list[Problem]
    sections: list
    """Every section, those left out too."""


def examine(report: Report, now: datetime.datetime, reader: Viewer | None = None) -> Examined:
    """What the page of chapters, the page of closing and the operation of closing all look at."""
    reader = reader or public_reader(report.body, now)
    sections = sections_of(report)
    assembled = assemble(report, now, reader, sections)
    printed = frozenset().union(*(claims_of(part.built) for part in assembled))
    words = words_of([part.section for part in assembled], reader, printed)
    items = checklist(report, assembled, sections) if report.edition != BEFORE else []
    return Examined(assembled, words, items, _problems(report, assembled, words, items), sections)


def recipients(viewer: Viewer) -> QuerySet[Recipient]:
    """Everybody whom the viewer's partnership has or had on its list, for those who send its reports."""
    rows = Recipient.objects.filter(holder=viewer.partnership_id).select_related("holder")
    return rows if can(viewer, "report.send") else rows.none()


def stored_files() -> list[str]:
    """The hash of every page, PDF and Word document that is kept of a version."""
    return list(Rendering.objects.filter(version__withheld_at=None).values_list("sha256", flat=True))


def state_of(report: Report, now: datetime.datetime) -> tuple[list[Assembled], list[Problem]]:
    """(assembled, problems)"""
    found = examine(report, now)
    return found.assembled, found.problems
