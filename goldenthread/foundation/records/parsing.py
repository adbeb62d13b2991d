"""One YAML 1.2 file to nodes with line numbers. Every scalar stays text: `no`, `1e3` and `2024-01-01` are what they
say.

Refused: duplicate keys, anchors, aliases, tags, a second document in the file, values left empty, very large files.
"""

from __future__ import annotations

from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml import events as made
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from goldenthread.foundation.records.faults import Fault

MOST_BYTES = 20 * 1024 * 1024
DEEPEST = 20


@dataclass(frozen=True)
class Scalar:
    text: str
    line: int
    plain: bool


@dataclass(frozen=True)
class Sequence:
    items: tuple
    line: int


@dataclass(frozen=True)
class Mapping:
    """`pairs` is {name: node}; `lines` is {name: line of the name}."""

    pairs: dict
    lines: dict
    line: int


def parse(name: str, data: bytes, faults: list) -> Mapping | None:
    """The mapping at the top of one file. Adds to `faults`; None when the file cannot be read at all."""
    if len(data) > MOST_BYTES:
        faults.append(
            Fault(
                name,
                0,
                "",
                "",
                f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Split it into several years.",
            )
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        faults.append(
            Fault(name, line, "", "", "The file is not UTF-8 text here. Save it again with the encoding UTF-8.")
        )
        return None
    try:
        return _Composer(name, faults).compose(text)
    except MarkedYAMLError as fault:
        opened = "quoted scalar" in (fault.context or "")  # say where it begins, not where the file ends
        mark = fault.context_mark if opened else fault.problem_mark or fault.context_mark
        said = f"{_mended(fault)} The rest of this file was not checked."
        faults.append(Fault(name, mark.line + 1 if mark else 0, "", "", said))
    except YAMLError as fault:
        position = getattr(fault, "position", None)
        line = text[:position].count("\n") + 1 if position else 0
        faults.append(Fault(name, line, "", "", "There is a character here that YAML does not allow. Take it out."))
    except _TooDeep as fault:
        faults.append(Fault(name, fault.args[0], "", "", f"Lists inside lists go deeper than {DEEPEST} levels here."))
    return None


_HINTS = (
    (
        "but found '<scalar>'",
        "A text that begins with a quotation mark ends with the next one, and more stands after it here. Put the "
        "whole text in quotes of the other kind ('…'), or write it below a bar (|).",
    ),
    (
        "mapping values are not allowed",
        "A “: ” stands here where none can stand. Put the whole text in quotes, or check the indentation.",
    ),
    ("expected <block end>", "This line is not indented like the lines to which it belongs."),
    (
        "could not find expected ':'",
        "Expected a field, a colon and a value, such as “title: …”. Check this line and the one before it.",
    ),
    (
        "cannot start any token",
        "A tab or a sign that YAML keeps for itself stands here. Use blanks to indent, and put the text in quotes.",
    ),
    ("found unexpected end of stream", "A quotation mark is opened and never closed."),
    ("escape", "A backslash inside double quotes has a meaning of its own. Use single quotes, or no quotes."),
    ("expected ',' or", "A bracket is opened and not closed, or a comma is missing in a list."),
)


def _mended(fault):
    """The parser's complaint in words that say what to do."""
    said = f"{fault.problem or ''} {fault.context or ''}"
    for found, hint in _HINTS:
        if found in said:
            return hint
    return f"This is not YAML that can be read: {fault.problem or fault.context}."


class _TooDeep(Exception):
    pass


class _Composer:
    """Builds nodes from the parser's events in one pass."""

    def __init__(self, name, faults):
        self.name, self.faults = name, faults

    def compose(self, text):
        top, documents = None, 0
        events = iter(YAML(typ="safe", pure=True).parse(text))
        for event in events:
            if isinstance(event, made.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(
                        event, "", "A file holds one document. Take out the line “---” and what does not belong here."
                    )
                node = self._node(next(events), events, 0)
                top = node if documents == 1 else top
        if top is None or (isinstance(top, Scalar) and not top.text):
            self.faults.append(
                Fault(self.name, 0, "", "", "The file is empty. Write at least one list in it, or remove it.")
            )
            return None
        if not isinstance(top, Mapping):
            self.faults.append(
                Fault(
                    self.name, top.line, "", "", "The file must begin with the name of a list, for instance “sources:”."
                )
            )
            return None
        return top

    def _fault(self, event, field, expected):
        self.faults.append(Fault(self.name, event.start_mark.line + 1, "", field, expected))

    def _node(self, event, events, depth):
        line = event.start_mark.line + 1
        if depth > DEEPEST:
            raise _TooDeep(line)
        if isinstance(event, made.AliasEvent):
            self._fault(
                event,
                "",
                f"Aliases (*{event.anchor}) are not used in a record. Write the value out, or put it in quotes.",
            )
            return Scalar("", line, False)
        if event.anchor:
            self._fault(
                event,
                "",
                f"Anchors (&{event.anchor}) are not used in a record. Take it out, or put the text in quotes.",
            )
        if event.tag:
            self._fault(
                event,
                "",
                "Tags (words that begin with !) are not used in a record. Take it out, or put the text in quotes.",
            )
        if isinstance(event, made.ScalarEvent):
            return Scalar(event.value, line, event.style is None)
        if isinstance(event, made.SequenceStartEvent):
            items = []
            while not isinstance(event := next(events), made.SequenceEndEvent):
                items.append(self._node(event, events, depth + 1))
            return Sequence(tuple(items), line)
        return self._mapping(line, events, depth)

    def _mapping(self, line, events, depth):
        pairs, lines = {}, {}
        while not isinstance(event := next(events), made.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self._fault(event, "", "The name of a field must be a plain word.")
            elif key.text in pairs:
                self._fault(
                    event,
                    key.text,
                    f"“{key.text}” stands here twice; the first is in line {lines[key.text]}. Keep one.",
                )
            else:
                pairs[key.text], lines[key.text] = value, key.line
        return Mapping(pairs, lines, line)
