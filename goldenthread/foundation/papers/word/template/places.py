"""The marked place where a report begins, the cover before it, and the places for a report's own words on it.

A cover is what stands before a paragraph that says `[report]` and nothing else. On the cover, and in headers and
footers, `[title]` and the like stand for the words of the report.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from goldenthread.foundation.papers.word.template.package import refused

MARK = "[report]"
ORDER = ("issuer", "title", "subtitle", "period", "status")  # in which page and PDF say them
WORDS = {"partnership": "issuer", **{name: name for name in ORDER}}
MOST_WORDS = 150
_PLACE = re.compile(r"\[(" + "|".join(WORDS) + r")\]", re.IGNORECASE)
_TOO_LONG = (
    "This looks like a whole report: {} words stand {}. A template holds no report, so that nobody’s words come into "
    "another’s. Take them out, then upload it again."
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def words_of(element: etree._Element) -> str:
    """The text of a paragraph or of more, paragraphs parted by a blank."""
    paragraphs = element.iter(qn("w:p")) if element.tag != qn("w:p") else [element]
    return " ".join("".join(one.text or "" for one in each.iter(qn("w:t"))) for each in paragraphs).strip()


def mark_in(body: etree._Element) -> etree._Element | None:
    """The paragraph at which reports begin."""
    return next((one for one in body.iterchildren(qn("w:p")) if words_of(one).lower().replace(" ", "") == MARK), None)


def only_the_cover(document: etree._Element) -> list[str]:
    """Leave of a text its cover, the marked place and the page set-up; says what was left out.

    Raises Refused for text that is no cover but a report.
    """
    body = document.find(qn("w:body"))
    mark = mark_in(body)
    everything = list(body)
    before = everything[: everything.index(mark)] if mark is not None else []
    after = [one for one in everything if one not in before and one is not mark]
    for part, where in ((before, "before the marked place"), (after, "in it" if mark is None else "after it")):
        number = sum(len(words_of(one).split()) for one in part)
        if number > MOST_WORDS:
            raise refused(_TOO_LONG.format(number, where))
    section = _section_of(mark, after)
    told = ["the text of the file"] if any(words_of(one) for one in after) else []
    for one in [*after, *([mark] if mark is not None else [])]:
        body.remove(one)
    place = OxmlElement("w:p")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = MARK
    run.append(text)
    place.append(run)
    body.append(place)
    body.append(section if section is not None else OxmlElement("w:sectPr"))
    return told


def _section_of(mark: etree._Element | None, after: list) -> etree._Element | None:
    """The page set-up that holds where a report begins: of the section in which the mark stands, else of the last."""
    found = [one for part in [mark, *after] if part is not None for one in part.iter(qn("w:sectPr"))]
    return (found[0] if mark is not None else found[-1]) if found else None


def places_in(element: etree._Element) -> list[str]:
    """Which places stand in a cover, a header or a footer, as `ORDER` names them."""
    return [WORDS[found.lower()] for one in element.iter(qn("w:p")) for found in _PLACE.findall(words_of(one))]


def fill(element: etree._Element, values: dict[str, str], mark: bool = False) -> list[str]:
    """Put a report's words into the places; with `mark` the first of each is a bookmark. Which were marked."""
    marked: list[str] = []
    for paragraph in list(element.iter(qn("w:p"))):
        texts = [one for one in paragraph.iter(qn("w:t")) if _own(one, paragraph)]
        whole = "".join(one.text or "" for one in texts)
        found = list(_PLACE.finditer(whole))
        names = [WORDS[one.group(1).lower()] for one in found]
        first = {place for place, name in enumerate(names) if name not in marked and name not in names[:place]}
        for place in reversed(range(len(found))):
            run = _put(texts, found[place], values[names[place]])
            if mark and place in first and not any(True for _ in paragraph.iterancestors(_FALLBACK)):
                around(run, names[place])
                marked.append(names[place])
    return marked


def _own(text: etree._Element, paragraph: etree._Element) -> bool:
    """Not of a text box that stands inside the paragraph."""
    return next(text.iterancestors(qn("w:p"))) is paragraph


def _put(texts: list, found: re.Match, value: str) -> etree._Element:
    """The run that holds `value` now, dressed as the place was."""
    spans, at = [], 0
    for one in texts:
        spans.append((one, at, at + len(one.text or "")))
        at += len(one.text or "")
    touched = [span for span in spans if span[1] < found.end() and span[2] > found.start()]
    (first, begins, _), (last, last_begins, _) = touched[0], touched[-1]
    rest = (last.text or "")[found.end() - last_begins :]
    run = first.getparent()
    new = _run_like(run, value)
    run.addnext(new)
    if first is last:
        after = _run_like(run, rest)
        new.addnext(after)
        for sibling in list(first.itersiblings()):
            after.append(sibling)
        texts[texts.index(first) + 1 : texts.index(first) + 1] = [new.find(qn("w:t")), after.find(qn("w:t"))]
    else:
        _say(last, rest)
    for one, _, _ in touched[1:-1]:
        _say(one, "")
    _say(first, (first.text or "")[: found.start() - begins])
    return new


def _run_like(run: etree._Element, words: str) -> etree._Element:
    made = OxmlElement("w:r")
    dress = run.find(qn("w:rPr"))
    if dress is not None:
        made.append(copy.deepcopy(dress))
    text = OxmlElement("w:t")
    made.append(text)
    _say(text, words)
    return made


def _say(text: etree._Element, words: str) -> None:
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def around(element: etree._Element, name: str) -> None:
    """A bookmark by which the words of a report are known on a cover."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(9000 + ORDER.index(name))
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), f"_Report_{name}")
    end.set(qn("w:id"), number)
    element.addprevious(start)
    element.addnext(end)


def pictures_in(element: etree._Element) -> Iterator[etree._Element]:
    """What names each picture and says its words."""
    return element.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
