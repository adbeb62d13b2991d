"""A version's page, PDF and Word, made from its signed text and nothing else."""

import json

from goldenthread.foundation import room
from goldenthread.foundation.papers import html, pdf, word
from goldenthread.foundation.papers.blocks import from_data
from goldenthread.front.yearly_report.proof import link_for


def paper_in(text):
    """The paper behind canonical JSON."""
    return from_data(json.loads(text))


def links(body_key):
    return link_for(body_key, {noun.code for noun in room.offered("nouns")})


def render_all(paper, body_key, base_url):
    """{"html", "pdf", "docx"}: bytes of each."""
    leads = links(body_key)
    return {
        "html": str(html.write(paper, leads)).encode(),
        "pdf": pdf.write(paper, base_url, link_for=leads),
        "docx": word.write(paper, base_url, link_for=leads),
    }
