"""What a template brings and what it lacks, for the page on which its owner looks at it."""

from __future__ import annotations

import io
from dataclasses import dataclass

import docx
from docx.oxml.ns import qn

from goldenthread.foundation.papers.word import styles
from goldenthread.foundation.papers.word.template import places


@dataclass(frozen=True)
class Found:
    """Names of styles that reports take from the template and of those that are supplied; the rest in words or numbers.

    `places` are those of `places.ORDER` on the cover; `undescribed` counts pictures without words in their place.
    """

    matched: tuple[str, ...]
    supplied: tuple[str, ...]
    cover: str
    places: tuple[str, ...]
    headers: tuple[str, ...]
    footers: tuple[str, ...]
    numbers_pages: bool
    pictures: int
    undescribed: int
    page: str


def look_through(content: bytes) -> Found:
    """What stands in a cleaned template."""
    document = docx.Document(io.BytesIO(content))
    body = document.element.body
    mark = places.mark_in(body)
    cover = [one for one in body if one is not mark and one.tag != qn("w:sectPr")]
    running = {"hdr": [], "ftr": []}
    for part in document.part.package.iter_parts():
        kind = part.partname.rpartition("/")[2]
        for name, which in (("header", "hdr"), ("footer", "ftr")):
            if kind.startswith(name) and kind.endswith(".xml"):
                running[which].append(part.element)
    everything = [*cover, *running["hdr"], *running["ftr"]]
    pictures = [one for each in everything for one in places.pictures_in(each)]
    on_cover = {name for one in cover for name in places.places_in(one)}
    matched, supplied = styles.matching(document)
    return Found(
        matched=tuple(matched),
        supplied=tuple(supplied),
        cover=" ".join(filter(None, map(places.words_of, cover))),
        places=tuple(name for name in places.ORDER if name in on_cover),
        headers=_said(running["hdr"]),
        footers=_said(running["ftr"]),
        numbers_pages=any(_counts(one) for one in running["hdr"] + running["ftr"]),
        pictures=len(pictures),
        undescribed=sum(not one.get("descr") for one in pictures),
        page=_page(document.sections[-1]),
    )


def _said(running: list) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(places.words_of, running))))


def _counts(running: object) -> bool:
    orders = [one.text or "" for one in running.iter(qn("w:instrText"))]
    orders += [one.get(qn("w:instr"), "") for one in running.iter(qn("w:fldSimple"))]
    return any(words.split()[:1] == ["PAGE"] for words in orders)


def _page(section: object) -> str:
    wide, high = (round(one.cm, 1) if one else 0 for one in (section.page_width, section.page_height))
    return f"{wide:g} by {high:g} cm"
