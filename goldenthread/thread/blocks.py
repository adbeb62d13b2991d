"""The picture of the thread as a block of papers: from sources to judged impact, and where threads end early.

Widths are by count on one scale. After each stage the gold band carries what goes on to the next stage; what went
no further leaves it and frays. `draw` is pure and quick (well under a millisecond), so pages draw it afresh for
whoever looks; `links` (by a stage's or a gap's code) leads each width to the list that it counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldenthread.foundation.papers.blocks import Column, Drawing, PaperError, Picture, RoomBlock, Table
from goldenthread.foundation.papers.blocks.checks import as_tuple, clean, one_of, put
from goldenthread.foundation.papers.blocks.checks import whole as whole_number
from goldenthread.foundation.papers.drawing import colour, linked, number, svg, words, wrapped
from goldenthread.foundation.ui.words import lower_first, plural

THREAD_STAGES = ("sources", "findings", "recommendations", "actions", "evidence", "impact")
_BAR = 10
_STRANDS = 5


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the thread. `code` is one of THREAD_STAGES; `count` is how many there are."""

    code: str
    label: str
    count: int

    def __post_init__(self) -> None:
        one_of(self.code, THREAD_STAGES, "A stage of the thread")
        whole_number(self.count, "The count of a stage")
        put(self, label=clean(self.label, "The label of a stage", required=True))


@dataclass(frozen=True, slots=True)
class Gap:
    """Where threads end early, after a stage: how many of that stage's things went no further.

    `code` names the gap for the links of a signed-in page; without it, it is "after_" and the stage. `in_text`: it is
    what published texts leave open, which is counted apart and called no end.
    """

    after: str
    label: str
    count: int
    code: str = ""
    in_text: bool = False

    def __post_init__(self) -> None:
        one_of(self.after, THREAD_STAGES, "The stage before a gap")
        whole_number(self.count, "The count of a gap")
        put(self, label=clean(self.label, "The label of a gap", required=True), code=self.code or f"after_{self.after}")


@dataclass(frozen=True, slots=True)
class ThreadPicture(RoomBlock):
    """From sources to impact, with the places where threads end early."""

    PARTS = (Stage, Gap)

    title: str
    stages: tuple
    gaps: tuple
    sentence: str

    def __post_init__(self) -> None:
        put(
            self,
            title=clean(self.title, "The title of the picture", required=True),
            stages=as_tuple(self.stages, Stage, "The stages", required=True),
            gaps=as_tuple(self.gaps, Gap, "The gaps"),
            sentence=clean(self.sentence, "The sentence of the picture", required=True),
        )
        codes = [stage.code for stage in self.stages]
        if len(set(codes)) != len(codes):
            raise PaperError("Each stage of the thread stands once in the picture.")
        for gap in self.gaps:
            if gap.after not in codes:
                raise PaperError(f"The gap “{gap.label}” stands after a stage that the picture does not have.")

    def basic(self) -> tuple[Drawing]:
        lying, upright = (draw(self.stages, self.gaps, title=self.sentence, upright=way) for way in (False, True))
        picture = Picture(lying, self.sentence, narrow=upright)
        return (Drawing(self.title, self.sentence, (picture,), table(self.stages, self.gaps)),)


def draw(
    stages: Sequence[Stage],
    gaps: Sequence[Gap],
    links: Mapping[str, str] | None = None,
    *,
    title: str = "The thread from sources to impact",
    upright: bool = False,
) -> str:
    """SVG. `upright` runs from top to bottom, for narrow screens; otherwise from left to right."""
    links = links or {}
    parts, length, height = (_upright if upright else _lying)(stages, gaps, links)
    role = "group" if links else "img"  # the inside of an img is not there for a screen reader, links included
    form = "papers-thread-upright" if upright else "papers-thread-lying"
    return svg(length, height, title, "".join(parts), role=role, classes=f"papers-thread {form}")


def sentence(stages: Sequence[Stage], gaps: Sequence[Gap]) -> str:
    """What the picture shows: "From start to end: 12 sources, 40 findings … Threads end early in 9 places: …"."""
    chain = ", ".join(f"{stage.count:,} {lower_first(stage.label)}" for stage in stages)
    broken = [gap for gap in gaps if gap.count and not gap.in_text]
    left_open = [gap for gap in gaps if gap.count and gap.in_text]
    ends = f"Threads end early in {plural(_total(broken), 'place')}: {_each(broken)}." if broken else ""
    told = ends or ("" if left_open else "No thread ends early.")
    told += f" Left open by published texts, and counted apart: {_each(left_open)}." if left_open else ""
    return f"From start to end: {chain}. {told.strip()}"


def _total(gaps: Sequence[Gap]) -> int:
    return sum(gap.count for gap in gaps)


def _each(gaps: Sequence[Gap], between: str = "; ") -> str:
    return between.join(f"{gap.count:,} {lower_first(gap.label)}" for gap in gaps)


def table(stages: Sequence[Stage], gaps: Sequence[Gap]) -> Table:
    """The same as a table, without a caption: the picture's title stands above both."""
    kinds = [(False, "Where threads end early"), (True, "What published texts leave open")]
    kinds = [(in_text, label) for in_text, label in kinds if any(gap.in_text == in_text and gap.count for gap in gaps)]
    rows = []
    for stage in stages:
        after = [gap for gap in gaps if gap.after == stage.code and gap.count]
        ends = [_each([gap for gap in after if gap.in_text == in_text], "\n") or "–" for in_text, _ in kinds]
        rows.append([stage.label, f"{stage.count:,}", *ends])
    return Table("", [Column("Stage"), Column("How many", "right"), *(Column(label) for _, label in kinds)], rows)


def _sizes(stages: Sequence[Stage], gaps: Sequence[Gap], room: float) -> list[tuple[float, float, list]]:
    """For each stage: its width, how much of it goes on, and its gaps with the width of each."""
    scale = room / max([stage.count for stage in stages] + [1])
    sizes = []
    for stage in stages:
        whole = stage.count * scale
        own = [gap for gap in gaps if gap.after == stage.code and gap.count]
        lost = sum(gap.count for gap in own) * scale
        squeeze = min(1.0, whole / lost) if lost else 1.0  # one thing may stand in two gaps
        ends = [(gap, gap.count * scale * squeeze) for gap in own]
        sizes.append((whole, whole - lost * squeeze, ends))
    return sizes


def _path(points: list[tuple[float, float] | str], swap: bool) -> str:
    """Path data from (along, across) points and letters; `swap` makes along run downwards."""
    out = []
    for point in points:
        if isinstance(point, str):
            out.append(point)
        else:
            along, across = point
            out.append(f"{number(across)} {number(along)}" if swap else f"{number(along)} {number(across)}")
    return " ".join(out)


def _bar(at: float, top: float, whole: float, swap: bool) -> str:
    if not whole:
        d = _path(["M", (at, top), "L", (at + _BAR, top)], swap)
        return f'<path d="{d}" fill="none" stroke="{colour("muted")}" stroke-width="2"/>'
    ends = [(at + _BAR, top), "L", (at + _BAR, top + whole), "L", (at, top + whole)]
    return f'<path d="{_path(["M", (at, top), "L", *ends, "Z"], swap)}" fill="{colour("thread")}"/>'


def _band(start: float, end: float, top: float, leaves: float, arrives: float, swap: bool) -> str:
    """What goes on to the next stage."""
    if not leaves or not arrives:
        return ""
    middle = (start + end) / 2
    below = [(end, top + arrives), "C", (middle, top + arrives), (middle, top + leaves), (start, top + leaves)]
    d = _path(["M", (start, top), "L", (end, top), "L", *below, "Z"], swap)
    return f'<path d="{d}" fill="{colour("thread-soft")}"/>'


def _fray(start: float, top: float, width: float, target: float, swap: bool, in_text: bool) -> str:
    """Loose ends: what went no further, as strands that bend away towards their words and stop. Those of published
    texts are dashed, and not of the colour of the thread: nobody knows whether it went on.
    """
    strands = max(1, min(_STRANDS, round(width / 3)))
    thick = width / strands
    shade, dashes = ("muted", ' stroke-dasharray="3 7"') if in_text else ("thread", "")
    stroke = f'stroke="{colour(shade)}" stroke-width="{number(max(1.6, min(thick * 0.6, 5)))}"{dashes}'
    out = []
    for place in range(strands):
        across = top + thick * (place + 0.5)
        along = start + 8 + (strands - place) * 6
        stop = target - 5 * ((place * 2) % 3)
        bend = [(start + (along - start) * 0.75, across), (along, across), (along, min(stop, across + 26))]
        d = _path(["M", (start, across), "C", *bend, "L", (along, stop)], swap)
        out.append(f'<path d="{d}" fill="none" {stroke} stroke-linecap="round"/>')
    return "".join(out)


def _label(x: float, y: float, text: str, count: int, width: int) -> tuple[str, float]:
    """A gap's count and words; the height that they take."""
    lines = wrapped(lower_first(text), width)
    out = [words(x, y, f"{count:,}", size=20, bold=True)]
    out += [words(x, y + 18 + 17 * place, line, size=14, token="ink") for place, line in enumerate(lines)]
    return "".join(out), 18 + 17 * len(lines) + 16


def _lying(stages: Sequence[Stage], gaps: Sequence[Gap], links: Mapping[str, str]) -> tuple[list[str], float, float]:
    column, top, room = 160, 96, 150
    parts: list[str] = []
    height = top + room + 50
    sizes = _sizes(stages, gaps, room)
    for place, (stage, (whole, goes_on, ends)) in enumerate(zip(stages, sizes, strict=True)):
        x = place * column
        head = words(x, 30, f"{stage.count:,}", size=30, bold=True)
        for line, text in enumerate(wrapped(stage.label, 16)[:2]):
            head += words(x, 54 + 19 * line, text, size=16)
        if place + 1 < len(stages):
            parts.append(_band(x + _BAR, x + column, top, goes_on, sizes[place + 1][0], False))
        parts.append(linked(head + _bar(x, top, whole, False), links.get(stage.code)))
        across, below = top + goes_on, top + room + 58.0
        for gap, width in ends:
            loose = _fray(x + _BAR, across, width, top + room + 34, False, gap.in_text)
            said, taken = _label(x, below, gap.label, gap.count, 18)
            parts.append(linked(loose + said, links.get(gap.code)))
            across, below = across + width, below + taken
        height = max(height, below)
    return parts, column * (len(stages) - 1) + 140, height


def _upright(stages: Sequence[Stage], gaps: Sequence[Gap], links: Mapping[str, str]) -> tuple[list[str], float, float]:
    left, room, y = 108, 114, 8.0
    parts: list[str] = []
    sizes = _sizes(stages, gaps, room)
    for place, (stage, (whole, goes_on, ends)) in enumerate(zip(stages, sizes, strict=True)):
        head = words(0, y + 16, f"{stage.count:,}", size=22, bold=True)
        for line, text in enumerate(wrapped(stage.label, 15)):
            head += words(0, y + 34 + 16 * line, text, size=13)
        said, down = [], y + 34.0
        for gap, _width in ends:
            text, taken = _label(left + room + 14, down, gap.label, gap.count, 16)
            said.append(text)
            down += taken
        step = max(96.0, down - y + 4)
        if place + 1 < len(stages):
            parts.append(_band(y + _BAR, y + step, left, goes_on, sizes[place + 1][0], True))
        parts.append(linked(head + _bar(y, left, whole, True), links.get(stage.code)))
        across = left + goes_on
        for (gap, width), text in zip(ends, said, strict=True):
            loose = _fray(y + _BAR, across, width, left + room + 4, True, gap.in_text)
            parts.append(linked(loose + text, links.get(gap.code)))
            across += width
        y += step if place + 1 < len(stages) or ends else 60
    return parts, 360, y
