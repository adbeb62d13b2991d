"""A version's page, PDF and Word, made from its signed text and nothing else."""

import json
import logging
from itertools import takewhile

from goldenthread.foundation import room
from goldenthread.foundation.papers import html, pdf, word
from goldenthread.foundation.papers.blocks import Heading, from_data
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report.proof import link_for

SUMMARY = "ten-lines"  # the id of its heading
FORMS = {"html": "page", "pdf": "PDF", "docx": "Word document"}
_log = logging.getLogger(__name__)


def paper_in(text):
    """The paper behind canonical JSON."""
    return from_data(json.loads(text))


def summary_in(paper) -> tuple:
    """The blocks of the year in ten lines of a paper, without its heading; none where it has no such chapter."""
    blocks = iter(paper.blocks)
    for block in blocks:
        if isinstance(block, Heading) and block.id == SUMMARY:
            return tuple(takewhile(lambda one: not (isinstance(one, Heading) and one.level == 1), blocks))
    return ()


def links(body_key, draft_key=""):
    return link_for(body_key, {noun.code for noun in room.offered("nouns")}, draft_key)


def render_all(paper, body_key: str, base_url: str, template: bytes | None = None) -> dict[str, bytes]:
    """{"html", "pdf", "docx"}: bytes of each, the last in a Word template. Raises Refused where one cannot be made."""
    return {form: render(paper, form, body_key, base_url, template) for form in FORMS}


def render(paper, form: str, body_key: str, base_url: str, template: bytes | None = None) -> bytes:
    """One form of a paper; links in the files begin with `base_url`; Word is drawn in `template` where there is one.

    Raises Refused, and logs what happened, where a writer fails on what people typed: the libraries behind the writers
    raise what they like, and nobody can be asked to sign a text that cannot be printed.
    """
    leads = links(body_key)
    try:
        if form == "html":
            return str(html.write(paper, leads, taken=True)).encode()
        if form == "docx":
            return word.write(paper, base_url, link_for=leads, template=template)
        return pdf.write(paper, base_url, link_for=leads)
    except Exception as fault:
        _log.exception("the %s of %s could not be made", FORMS[form], paper.title)
        raise Refused(
            f"The {FORMS[form]} of this text cannot be made, so it cannot be signed or published. The program that "
            f"makes it says: {str(fault)[:300]}"
        ) from fault
