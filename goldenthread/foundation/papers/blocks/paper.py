"""The paper itself: title, what a reader must know about it, and its blocks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from goldenthread.foundation.papers.blocks.checks import DAY, HEX, ID, PaperError, as_tuple, clean, one_of, put
from goldenthread.foundation.papers.blocks.offered import room_blocks
from goldenthread.foundation.papers.blocks.pictures import Chart
from goldenthread.foundation.papers.blocks.words import (
    Contents,
    Heading,
    KeyFigure,
    List,
    Months,
    Note,
    PageBreak,
    Paragraph,
    Quotation,
    Summary,
    Table,
)

BLOCK_TYPES = (
    Heading,
    Paragraph,
    List,
    Quotation,
    KeyFigure,
    Chart,
    Table,
    Months,
    Note,
    Summary,
    PageBreak,
    Contents,
)
COVERS = ("full", "plain")


@dataclass(frozen=True, slots=True)
class Colours:
    """The issuer's brand as #rrggbb. The writers see to it that text on and in it can be read.

    Neither should be gold: in the house gold marks the thread alone.
    """

    brand: str = "#0b4a4f"
    accent: str = "#2f8088"

    def __post_init__(self) -> None:
        for name in ("brand", "accent"):
            value = getattr(self, name)
            value = value.strip().lower() if isinstance(value, str) else value
            if not isinstance(value, str) or not HEX.match(value):
                raise PaperError(f"A colour is written as # and six figures, for example #0b4a4f; not {value!r}.")
            put(self, **{name: value})


@dataclass(frozen=True, slots=True)
class Meta:
    """What the cover and the file's properties say.

    issuer: whose paper it is. period: "1 April 2023 to 31 March 2024". status: "Draft 3", "Published 30 September
    2024". date: the day, as YYYY-MM-DD, that the files carry as their date of creation (so that the same blocks give
    the same bytes); "" leaves it out. cover: "full" gives a cover page, "plain" a heading only (minutes, briefs).
    """

    issuer: str = ""
    period: str = ""
    status: str = ""
    date: str = ""
    cover: str = "full"
    colours: Colours = field(default_factory=Colours)

    def __post_init__(self) -> None:
        for name, what in (("issuer", "The issuer"), ("period", "The period"), ("status", "The status")):
            put(self, **{name: clean(getattr(self, name), what).strip()})
        if self.date and not (isinstance(self.date, str) and DAY.match(self.date)):
            raise PaperError(f"The date of a paper is written as YYYY-MM-DD; not {self.date!r}.")
        one_of(self.cover, COVERS, "The cover")
        if not isinstance(self.colours, Colours):
            raise PaperError("The colours of a paper must be Colours.")


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole paper. Headings without an id get one here; ids that stand twice are told apart."""

    title: str
    blocks: tuple
    subtitle: str = ""
    meta: Meta = field(default_factory=Meta)
    language: str = "en-GB"

    def __post_init__(self) -> None:
        put(
            self,
            title=clean(self.title, "The title of a paper", required=True).strip(),
            subtitle=clean(self.subtitle, "The subtitle of a paper").strip(),
            blocks=with_ids(as_tuple(self.blocks, (*BLOCK_TYPES, *room_blocks()), "A paper")),
        )
        if not isinstance(self.meta, Meta):
            raise PaperError("What is said about a paper must be Meta.")
        if not isinstance(self.language, str) or not re.match(r"[a-z]{2}(-[A-Z]{2})?\Z", self.language):
            raise PaperError(f"The language of a paper is written like en-GB; not {self.language!r}.")


def slug(text: str) -> str:
    """An id from a heading's text: "Children’s voices, 2024" gives "childrens-voices-2024"."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", ascii_text.replace("'", "")).strip("-")[:60].strip("-")
    return made if ID.match(made) else f"part-{made}".strip("-")


def with_ids(blocks: tuple) -> tuple:
    """The same blocks; each heading with an id that no other has. Given ids win over made ones."""
    taken = {block.id for block in blocks if isinstance(block, Heading) and block.id}
    seen: set[str] = set()
    done = []
    for block in blocks:
        if isinstance(block, Heading) and (not block.id or block.id in seen):
            first = block.id or slug(block.text)
            name, number = first, 1
            while name in taken or name in seen:
                number += 1
                name = f"{first}-{number}"
            block = Heading(block.level, block.text, name)
        if isinstance(block, Heading):
            seen.add(block.id)
        done.append(block)
    return tuple(done)


def levels(blocks: tuple) -> list[int]:
    """For each heading, in order, the level it is printed at: one more than the nearest heading above it that was typed
    higher. So the first is 1, none skips a level going down, and headings that stand side by side look alike.

    Aids to reading rely on unbroken levels (PDF/UA-1, WCAG 1.3.1), and people type whatever level looks right.
    """
    above: list[int] = []
    printed: list[int] = []
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            printed.append(len(above))
    return printed
