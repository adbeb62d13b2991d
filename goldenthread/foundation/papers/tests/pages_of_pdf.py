"""How the pages of a PDF of ours are filled, and what stands on which: for the test of any paper that is printed."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdf
from pypdf.generic import DictionaryObject

TOP, BOTTOM = 22, 18  # the margins of paper.typ, in millimetres
_POINTS = 72 / 25.4
_HEADINGS = {f"/H{level}" for level in range(1, 7)}


def fills(given: bytes) -> list[float]:
    """For each page how far down its words reach, from 0 (none) to 1 (to the lower margin). Running heads and page
    numbers stand in the margins and do not count.
    """
    return [_fill(page) for page in pypdf.PdfReader(io.BytesIO(given)).pages]


def _fill(page: pypdf.PageObject) -> float:
    height = float(page.mediabox.height)
    first, last = height - TOP * _POINTS, BOTTOM * _POINTS
    places = [first]

    def note(text, matrix, inner, *_):
        place = matrix[1] * inner[4] + matrix[3] * inner[5] + matrix[5]
        if text.strip() and last <= place <= first:
            places.append(place)

    page.extract_text(visitor_text=note)
    return (first - min(places)) / (first - last)


def torn(given: bytes) -> list[str]:
    """A sentence for each heading that does not stand on the page of what follows it, and for each picture that does
    not stand on the page of the words that lead to it.
    """
    reader = pypdf.PdfReader(io.BytesIO(given))
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1)}
    parts = list(_parts(reader.trailer["/Root"]["/StructTreeRoot"], None, numbers))
    found = []
    for (kind, page, _), (after, page_after, words) in zip(parts, parts[1:], strict=False):
        if page != page_after and (kind in _HEADINGS or after == "/Figure"):
            found.append(f"{kind[1:]} on page {page}, {after[1:]} {words[:60]!r} on page {page_after}")
    return found


def _parts(node: object, page: int | None, numbers: dict) -> Iterator[tuple[str, int, str]]:
    """(kind, page on which it begins, its alternative text) of each heading, picture, cell or paragraph in order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _parts(child, page, numbers)
        return
    if not isinstance(node, DictionaryObject) or "/K" not in node:
        return
    page = numbers[node.raw_get("/Pg").idnum] if "/Pg" in node else page
    first = _first_page(node["/K"], page, numbers)
    if node.get("/S") == "/Figure" or first is not None:
        yield str(node.get("/S")), first or page, str(node.get("/Alt", ""))
        if node.get("/S") == "/Figure" or node.get("/S") in _HEADINGS:
            return
    yield from _parts(node["/K"], page, numbers)


def _first_page(kids: object, page: int | None, numbers: dict) -> int | None:
    """The page of the first words that stand in an element itself; None where it only holds others."""
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, int):
            return page
        if isinstance(kid, DictionaryObject) and kid.get("/Type") == "/MCR":
            return numbers[kid.raw_get("/Pg").idnum] if "/Pg" in kid else page
        if isinstance(kid, DictionaryObject) and kid.get("/Type") == "/OBJR":
            continue
    return None
