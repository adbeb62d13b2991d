"""What differs between two papers, chapter by chapter and text by text, so that whoever signs the later one reads that.

A text is what stands alone: a heading, a paragraph, an item of a list, a row of a table or of the figures under a
drawing. No chapter that differs is passed over: where its words are the same and something else is not (where a link
leads, how a table is set), it is named with that. The status and the date on the cover are left out,
since every version has its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from goldenthread.foundation.papers.blocks import (
    Chart,
    Claim,
    Contents,
    Drawing,
    Heading,
    KeyFigure,
    Link,
    List,
    Months,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Quotation,
    Summary,
    Table,
    Text,
    canonical,
    line_and_blocks,
    plain,
    written_out,
)
from goldenthread.foundation.papers.text import table_under
from goldenthread.foundation.values import comparable

COVER = "The cover and what stands before the first chapter"
SAME, ADDED, REMOVED, CHANGED, SET = "same", "added", "removed", "changed", "set"
_ALIKE = 0.5  # share of words in common from which two texts are one text that was changed
_LOOKS_AHEAD = 30  # texts after a changed one among which its earlier form is looked for
_WORDS = 3_000  # beyond this the two forms are shown whole, which takes no time


@dataclass(frozen=True)
class Part:
    """A stretch of words: SAME in both, ADDED or REMOVED."""

    how: str
    words: str


@dataclass(frozen=True)
class Change:
    """One text that was ADDED, REMOVED or CHANGED, or whose words are the same while something else is not (SET).

    `kind` says what it is, `parts` are its words, `leads` and `led` where its links and claims lead, when that differs.
    """

    how: str
    kind: str
    parts: tuple[Part, ...] = ()
    leads: tuple[str, ...] = ()
    led: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChapterChange:
    """One chapter that was ADDED, REMOVED or CHANGED. `before` is its earlier title, `moved` whether its place is
    another.
    """

    how: str
    title: str
    changes: tuple[Change, ...]
    before: str = ""
    moved: bool = False


@dataclass(frozen=True)
class _Text:
    kind: str
    words: str
    exact: bytes
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Chapter:
    title: str
    blocks: tuple
    texts: tuple[_Text, ...]
    exact: bytes


def compare(earlier: Paper, later: Paper) -> list[ChapterChange]:
    """Every chapter in which two papers differ, in the order of the later one; those that were removed stand last."""
    before, after = _chapters(earlier), _chapters(later)
    pairs = _pairs(before, after)
    in_order = _in_the_same_order([place for place, _ in pairs.values() if place is not None])
    done = []
    for number, chapter in enumerate(after):
        place, renamed = pairs[number]
        if place is None:
            done.append(ChapterChange(ADDED, chapter.title, tuple(_whole(ADDED, text) for text in chapter.texts)))
            continue
        changes = _changes(before[place], chapter)
        moved = place not in in_order
        if changes or moved or renamed:
            was = before[place].title if renamed else ""
            done.append(ChapterChange(CHANGED, chapter.title, changes, was, moved))
    gone = set(range(len(before))) - {place for place, _ in pairs.values()}
    done += [
        ChapterChange(REMOVED, before[place].title, tuple(_whole(REMOVED, text) for text in before[place].texts))
        for place in sorted(gone)
    ]
    return done


# Chapters


def _chapters(paper: Paper) -> list[_Chapter]:
    """The cover first, then each heading of level 1 with what stands below it."""
    groups: list[tuple[str, list]] = [(COVER, [])]
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level == 1:
            groups.append((block.text, []))
        else:
            groups[-1][1].append(block)
    chapters = [_chapter(title, tuple(blocks)) for title, blocks in groups]
    meta = paper.meta
    cover = [("Title", paper.title), ("Subtitle", paper.subtitle), ("Issuer", meta.issuer), ("Period", meta.period)]
    texts = tuple(_words(kind, words) for kind, words in cover if words) + chapters[0].texts
    exact = canonical([paper.language, meta.cover, meta.colours]) + chapters[0].exact
    return [_Chapter(COVER, chapters[0].blocks, texts, exact), *chapters[1:]]


def _chapter(title: str, blocks: tuple) -> _Chapter:
    texts = tuple(text for block in written_out(blocks) for text in _texts(block) if text.words.strip())
    return _Chapter(title, blocks, texts, canonical(blocks))


def _pairs(before: list[_Chapter], after: list[_Chapter]) -> dict[int, tuple[int | None, bool]]:
    """{number of a later chapter: (number of the earlier one, whether its title is another)}; None for a new one.

    By title first, then by half of their words in common.
    """
    free: dict[str, list[int]] = {}
    for place, chapter in enumerate(before):
        free.setdefault(comparable(chapter.title), []).append(place)
    pairs: dict[int, tuple[int | None, bool]] = {}
    for number, chapter in enumerate(after):
        places = free.get(comparable(chapter.title))
        pairs[number] = (places.pop(0), False) if places else (None, False)
    left = [place for places in free.values() for place in places]
    for number, (place, _) in pairs.items():
        if place is not None or not left:
            continue
        words = _counted(after[number].texts)
        best = max(left, key=lambda one: _in_common(_counted(before[one].texts), words))
        if _in_common(_counted(before[best].texts), words) >= _ALIKE:
            left.remove(best)
            pairs[number] = (best, True)
    return pairs


def _in_the_same_order(places: list[int]) -> set[int]:
    """The longest run of chapters that follow each other as before; the others have been moved."""
    matcher = SequenceMatcher(None, sorted(places), places, autojunk=False)
    return {places[start + step] for _, start, size in matcher.get_matching_blocks() for step in range(size)}


# Texts


def _changes(before: _Chapter, after: _Chapter) -> tuple[Change, ...]:
    matcher = SequenceMatcher(None, before.texts, after.texts, autojunk=False)
    done: list[Change] = []
    for how, a, b, c, d in matcher.get_opcodes():
        if how != "equal":
            done.extend(_between(before.texts[a:b], after.texts[c:d]))
    if not done and before.exact != after.exact:
        done.append(Change(SET, "How the chapter is set"))
    return tuple(done)


def _between(before: Sequence[_Text], after: Sequence[_Text]) -> Iterator[Change]:
    """Texts that stand in the place of others: those that are alike in pairs, the rest removed and added."""
    counted = [_counted([text]) for text in before]
    start = 0
    for text in after:
        words = _counted([text])
        near = range(start, min(start + _LOOKS_AHEAD, len(before)))
        alike = [(_in_common(counted[place], words), -place) for place in near if before[place].kind == text.kind]
        share, place = max(alike, default=(0.0, 0))
        if share < _ALIKE:
            yield _whole(ADDED, text)
            continue
        yield from (_whole(REMOVED, gone) for gone in before[start:-place])
        yield _changed(before[-place], text)
        start = 1 - place
    yield from (_whole(REMOVED, gone) for gone in before[start:])


def _whole(how: str, text: _Text) -> Change:
    return Change(how, text.kind, (Part(how, text.words),))


def _changed(before: _Text, after: _Text) -> Change:
    leads = (after.leads, before.leads) if after.leads != before.leads else ((), ())
    if before.words == after.words:
        return Change(SET, after.kind, (Part(SAME, after.words),), *leads)
    return Change(CHANGED, after.kind, tuple(_parts(before.words, after.words)), *leads)


def _parts(before: str, after: str) -> Iterator[Part]:
    """Word by word: "on 3 May" and "on 4 May" give "on " same, "3 " removed, "4 " added, "May" same."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    if len(old) + len(new) > _WORDS:
        yield from (Part(REMOVED, before), Part(ADDED, after))
        return
    bare = [[word.strip() for word in words] for words in (old, new)]
    for how, a, b, c, d in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        if how == "equal":
            yield Part(SAME, "".join(new[c:d]))
            continue
        if a < b:
            yield Part(REMOVED, "".join(old[a:b]))
        if c < d:
            yield Part(ADDED, "".join(new[c:d]))


def _counted(texts: Sequence[_Text]) -> Counter:
    return Counter(word for text in texts for word in text.words.split())


def _in_common(one: Counter, other: Counter) -> float:
    """Share of words in common: "a b c" and "a b d" have 4 of their 6, which is 0.67."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 1.0


def _texts(block: object) -> Iterator[_Text]:
    if isinstance(block, Heading):
        yield _words(f"Heading of level {block.level}", block.text)
    elif isinstance(block, Contents):
        yield _words("Title of the contents", block.title)
    elif isinstance(block, Paragraph):
        yield _runs("Paragraph", block.runs)
    elif isinstance(block, List):
        for number, (line, blocks) in enumerate(map(line_and_blocks, block.items), block.start):
            yield _runs("Item of a list", line, f"{number}. " if block.ordered else "")
            for inner in blocks:
                yield from _texts(inner)
    elif isinstance(block, Quotation):
        yield _runs("Quotation", block.runs, after=f"\n— {block.attribution}" if block.attribution else "")
    elif isinstance(block, KeyFigure):
        said = [f"{block.label}: {block.value}", block.sentence, block.source]
        yield _words("Key figure", ". ".join(part for part in said if part))
    elif isinstance(block, Summary):
        for pair in block.pairs:
            yield _runs("Entry", pair.definition, f"{pair.term}: ")
    elif isinstance(block, Note):
        yield _words("Title of a note", block.title)
        for inner in block.blocks:
            yield from _texts(inner)
    elif isinstance(block, Months):
        yield from _months(block)
    elif isinstance(block, Table):
        yield from _table(block, "Row of a table")
    elif isinstance(block, (Chart, Drawing)):
        yield from _drawn(block)
    elif not isinstance(block, PageBreak):
        raise TypeError(f"{type(block).__name__} cannot be compared.")


def _months(block: Months) -> Iterator[_Text]:
    for month in block.months:
        for item in month.items:
            yield _runs(month.label, item.what)
            yield _runs(f"{month.label}, {block.impact_label}", item.impact)


def _drawn(block: Chart | Drawing) -> Iterator[_Text]:
    drawn_from = canonical(block.specification) if isinstance(block, Chart) else b""
    yield _Text("Title of a picture", block.title, drawn_from)
    yield _words("What a picture shows", block.sentence)
    if isinstance(block, Chart):
        yield _words("Words in the place of a picture", block.alternative)
    table = table_under(block) if isinstance(block, Chart) else block.table
    yield from _table(table, f"Figures of “{block.title}”")


def _table(table: Table, kind: str) -> Iterator[_Text]:
    """Each cell behind the heading of its column, so that a row can be read alone: "Year: 2025-26; Children: 316"."""
    yield _words("Caption of a table", table.caption)
    if not table.rows:
        yield _words("Columns of a table", "; ".join(column.text for column in table.columns))
    for row in table.rows:
        cells = [
            f"{column.text}: {plain(cell)}" if column.text else plain(cell)
            for column, cell in zip(table.columns, row, strict=True)
        ]
        yield _Text(
            kind,
            "; ".join(cells),
            canonical([table.columns, row]),
            tuple(lead for cell in row for lead in _leads(cell)),
        )


def _words(kind: str, words: str) -> _Text:
    return _Text(kind, words, b"")


def _runs(kind: str, runs: tuple, before: str = "", after: str = "") -> _Text:
    return _Text(kind, f"{before}{plain(runs)}{after}", canonical(runs), tuple(_leads(runs)))


def _leads(runs: tuple) -> Iterator[str]:
    """Where links and claims lead, in their order: an address, or the noun and key of a record."""
    for run in runs:
        if isinstance(run, Claim):
            yield f"{run.noun} {run.key}"
        elif isinstance(run, Link):
            yield run.href
        if not isinstance(run, Text):
            yield from _leads(run.runs)
