"""The tables of fields in docs/record-file.md, written from the shapes."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from goldenthread.foundation.records.fields import Choice, Each
from goldenthread.foundation.records.shapes import Shape, parts

BEGIN = "<!-- What follows is written by “manage.py write_record_docs”. -->"
END = "<!-- Here ends what is written by “manage.py write_record_docs”. -->"


def page() -> Path:
    return settings.REPOSITORY / "docs" / "record-file.md"


def with_tables(text: str) -> str:
    """The page with its tables as the shapes say today. Raises ValueError when the page has lost its two marks."""
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise ValueError(f"docs/record-file.md must hold the marks {BEGIN} and {END} once each.")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def tables() -> str:
    shapes = [shape for shape, _ in parts().values()]
    return "\n".join(_part(shape) for shape in shapes)


def _part(shape: Shape) -> str:
    lines = [f"### {shape.part}", "", shape.sentence, ""]
    if shape.inside:
        lines += [f"Written inside a thing of [{shape.inside}](#{shape.inside}).", ""]
    if not shape.holder:
        lines += ["Its key is unique in the whole house.", ""]
    lines += _table(shape.fields)
    for inner in shape.inner.values():
        lines[-1:] = [f"| `{inner.part}` | | a list of [{inner.part}](#{inner.part}) | {_first(inner.sentence)} |", ""]
    return "\n".join([*lines, *_below(shape.part, shape.fields), *shape.told_below()])


def _first(sentence):
    return re.split(r"(?<=[.:]) ", sentence)[0].rstrip(":")


def _table(fields):
    lines = ["| Field | | Holds | What it says |", "| --- | --- | --- | --- |"]
    for item in fields:
        must = "required" if item.required else f"required {item.required_when}" if item.required_when else ""
        lines.append(f"| `{item.name}` | {must} | {item.expects()} | {item.sentence} |")
    return [*lines, ""]


def _below(name, fields):
    """The values of choices, and the fields of smaller lists."""
    lines = []
    for item in fields:
        if isinstance(item, Choice):
            lines += [
                f"Values of `{item.name}`:",
                "",
                *(f"- `{code}`: {label}" for code, label in item.pairs.items()),
                "",
            ]
        elif isinstance(item, Each):
            lines += [f"#### {name}: {item.name}", "", *_table(item.fields), *_below(name, item.fields)]
    return lines
