"""What every template of the house must keep."""

import re
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError, engines

HOUSE = Path(__file__).resolve().parents[2] / "goldenthread"
TEMPLATES = sorted(path for path in HOUSE.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".svg"})
PAGES = [path for path in TEMPLATES if path.suffix != ".txt"]
# An e-mail has no style sheet beside it.
FORBIDDEN = {
    "style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style(?![^>]*nonce)", re.I),
    "script written into the page": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*nonce)(?![^>]*type=\"application/json\")", re.I
    ),
    "handler in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "address of a script": re.compile(r"javascript:", re.I),
    "file from elsewhere": re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"']https?:", re.I),
    '"successfully"': re.compile(r"\bsuccessfully\b", re.I),
}


def _name(path):
    return str(path.relative_to(HOUSE))


def test_there_are_templates():
    assert len(PAGES) > 40


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    found = [_name(path) for path in PAGES if FORBIDDEN[what].search(_without_comments(path.read_text()))]
    assert found == []


def _without_comments(source):
    return re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", source, flags=re.S)


def test_the_forbidden_is_recognised():
    bad = {
        "style attribute": '<p class="a" style="color:red">',
        "style element": "<style>p{}</style>",
        "script written into the page": "<script>alert(1)</script>",
        "handler in an attribute": '<a onclick="go()">',
        "address of a script": '<a href="javascript:go()">',
        "file from elsewhere": '<img src="https://example.org/a.png">',
        '"successfully"': "Saved successfully",
    }
    assert bad.keys() == FORBIDDEN.keys()
    assert [what for what, source in bad.items() if not FORBIDDEN[what].search(source)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_each_template_can_be_read(path):
    try:
        engines["django"].from_string(path.read_text())
    except TemplateSyntaxError as fault:
        pytest.fail(f"{_name(path)}: {fault}")


def test_a_form_that_posts_carries_the_token():
    post = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.S | re.I)
    bare = [
        _name(path)
        for path in PAGES
        for form in post.findall(path.read_text())
        if "csrf_token" not in form and "tokens" not in form
    ]
    assert bare == []
