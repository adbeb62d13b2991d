"""Kinds of field that only a yearly report has."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from goldenthread.foundation.records.shapes import ABSENT, Digest, Key, Ref, Unfit
from goldenthread.foundation.records.writing_out import Word
from goldenthread.front.yearly_report.assembly import plan_of_sections


def chapters() -> list[str]:
    """The codes of the product's own chapters, in their order: those that rooms offer and those that people write."""
    return [code for code, *_ in plan_of_sections()]


@dataclass(frozen=True, kw_only=True)
class Chapter(Key):
    """One of the product's own chapters, or a key that only this report has. What is almost one of the first is a
    slip.
    """

    def fit(self, text):
        own = chapters()
        known = {name.replace("_", ""): name for name in own}
        plain = text.lower().replace("-", "").replace("_", "").replace(" ", "")
        near = (
            [known[plain]]
            if plain in known
            else []
            if re.search(r"\d", text)
            else get_close_matches(text, own, 1, 0.88)
        )
        if near and text not in own:
            raise Unfit(
                f"There is no chapter “{text}”, but there is “{near[0]}”. Write that, or choose a key that is less "
                "like it."
            )
        return super().fit(text)

    def expects(self):
        return (
            f"a chapter of the product ({', '.join(f'`{name}`' for name in chapters())}), or a key of its own: "
            "small letters, digits and hyphens"
        )

    def wanted(self):
        return f"one of {', '.join(chapters())}, or a key of its own"


@dataclass(frozen=True, kw_only=True)
class InChapter(Chapter):
    """A chapter of this report, by its section."""

    required: bool = False
    to: str = ""

    def of_row(self, row, links):
        return Word(row.section.chapter) if row.section_id else ABSENT


@dataclass(frozen=True, kw_only=True)
class Partner(Ref):
    """The agency of a membership of this partnership."""

    part: str = "bodies"
    to: str = ""

    def of_row(self, row, links):
        return links.reference("bodies", row.membership.agency_id)


@dataclass(frozen=True, kw_only=True)
class Kept(Digest):
    """The file in documents/ that holds the bytes of a row, when they were not withheld."""

    required: bool = False
    to: str = ""
    bytes_in: str
    hash_in: str

    def of_row(self, row, links):
        return Word(getattr(row, self.hash_in)) if getattr(row, self.bytes_in) else ABSENT
