"""The forms of a page, read from its HTML as a browser reads them, and filled as somebody without care would."""

import random
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.house.fuzz import odd

HIDDEN = {"csrfmiddlewaretoken", "form_key"}
DAY_PART = re.compile(r"(.+)_(day|month|year|today)\Z")


@dataclass
class Field:
    """One name of a form: what kind of box it is, what stands in it, and what may be chosen."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form as it is shown; `errors` are the sentences at its fields, by the name of the field."""

    method: str = "get"
    action: str = ""
    multipart: bool = False
    fields: dict[str, Field] = field(default_factory=dict)

    def field(self, name, kind):
        return self.fields.setdefault(name, Field(name, kind))

    def typed(self):
        """Names that somebody can fill: no tokens, no buttons."""
        return [name for name, one in self.fields.items() if name not in HIDDEN and one.kind != "submit"]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.open, self.box, self.text, self.select = [], None, None, "", None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.open = Form(
                given.get("method", "get").lower(), given.get("action") or "", "multipart" in given.get("enctype", "")
            )
            self.forms.append(self.open)
        if self.open is None or not (name := given.get("name")) and tag != "option":
            return
        if tag == "input":
            self._input(given, name)
        elif tag == "textarea":
            self.box, self.text = self.open.field(name, "textarea"), ""
        elif tag == "select":
            self.select = self.open.field(name, "select")
        elif tag == "button":
            self.open.field(name, "submit").values.append(given.get("value") or "")
        elif tag == "option" and self.select:
            self.select.choices.append(given.get("value") or "")
            if "selected" in given:
                self.select.values.append(given.get("value") or "")

    def _input(self, given, name):
        kind, value = given.get("type", "text").lower(), given.get("value") or ""
        one = self.open.field(name, kind)
        if kind in ("radio", "checkbox"):
            one.choices.append(given.get("value", "on"))
            if "checked" in given:
                one.values.append(given.get("value", "on"))
        elif kind != "file":
            one.values.append(value)

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.box:
            self.box.values.append(self.text.removeprefix("\n"))
            self.box = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.open = None


def forms(html: str) -> list[Form]:
    """Every form of a page, in its order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms


def errors_astray(html: str) -> list[str]:
    """The fields of a refused form whose error does not stand at them: the summary leads to nothing, or no control has
    the error as its description, so that who listens to the page does not hear it there.
    """
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    described = {one for some in re.findall(r'aria-describedby="([^"]*)"', html) for one in some.split()}
    summary = html.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    astray = []
    for target in re.findall(r'href="#([^"]+)"', summary):
        errors = {f"{target}_error", f"{target.rpartition('_')[0]}_error"} & ids  # of one control, or of its group
        if target not in ids or not errors & described:
            astray.append(target)
    return astray


def filled(form: Form, typed: dict[str, object]) -> dict[str, list[str]]:
    """What a careful person would send: what stands in the form, what `typed` says, and something fit for the rest."""
    sent = {}
    for name, one in form.fields.items():
        if one.kind == "submit":
            continue
        values = list(one.values) if one.kind != "select" or one.values else one.choices[:1]
        sent[name] = values if any(values) or name in HIDDEN else _fit(one)
    for name, value in typed.items():
        if isinstance(value, str):
            part = dict(zip(("year", "month", "day"), value.split("-"), strict=False))
            boxes = [f"{name}_{which}" for which in ("day", "month", "year")]
            if boxes[0] in sent:
                sent |= {box: [part[box.rpartition("_")[2]]] for box in boxes}
            else:
                sent[name] = [value]
    return sent


def _fit(one):
    part = DAY_PART.match(one.name)
    if part:
        return {"day": ["4"], "month": ["11"], "year": ["2025"], "today": []}[part.group(2)]
    if one.kind in ("radio", "select"):
        return [next((choice for choice in one.choices if choice), "")]
    if one.kind == "checkbox":
        return one.choices[:1] if one.name in ("confirmed", "sure") else []
    if one.kind == "hidden":
        return [""]
    if one.kind == "email" or "email" in one.name:
        return ["somebody.new@example.org"]
    return ["12" if one.kind == "number" else "Words that somebody typed"] if one.kind != "file" else []


def spoilt(form: Form, sent: dict, chance: random.Random, elsewhere: list[str]) -> dict:
    """The same with one to three fields gone odd. `elsewhere` are keys of things of others."""
    names = [name for name in form.typed() if form.fields[name].kind != "file"]
    sent = dict(sent)
    for name in chance.sample(names, min(len(names), chance.choice((1, 1, 1, 2, 3)))):
        part = DAY_PART.match(name)
        if part and f"{part.group(1)}_year" in form.fields:
            name = part.group(1)
            for which, value in zip(("day", "month", "year"), odd.day(chance), strict=True):
                sent[f"{name}_{which}"] = [value]
        else:
            sent[name] = _odd_values(form.fields[name], chance, elsewhere)
    return sent


def _odd_values(one, chance, elsewhere):
    how = chance.random()
    if how < 0.08:
        return []  # left out
    if how < 0.16:
        return [odd.text(chance), odd.text(chance)]
    if one.choices:
        if how < 0.4:
            return [chance.choice(one.choices)]
        if how < 0.5:
            return [*one.choices, *one.choices][:60]
        return [chance.choice(elsewhere)] if how < 0.75 else [odd.text(chance)]
    return [chance.choice(elsewhere)] if one.kind == "hidden" and how < 0.4 else [odd.text(chance)]
