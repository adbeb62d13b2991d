"""Reads rules.yaml: the committed rows of every clock, by edition."""

import re
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

PATH = Path(__file__).with_name("rules.yaml")


@cache
def _book() -> dict:
    return YAML(typ="safe").load(PATH)


def meanings(source: str) -> list[tuple[str, str]]:
    """The short names that stand in a rule's source, each with what it means."""
    return [(tag, title) for tag, title in _book()["sources"].items() if re.search(rf"\b{tag}\b", source)]


@cache
def rows() -> tuple[dict, ...]:
    """One dict of Rule's fields for each rule and edition, in the order of the file."""
    book = _book()
    found = []
    for rule in book["rules"]:
        by_edition = rule["editions"]
        if isinstance(by_edition, list):
            by_edition = {code: {} for code in by_edition}
        for code, differs in by_edition.items():
            found.append(_row({**rule, **differs}, code, book["editions"][code], len(found)))
    return tuple(found)


def _row(rule, code, edition, position):
    carried = edition.get("carried_forward", False)
    note = rule.get("note", "")
    if carried:
        note = f"{note} Carried forward from the edition before; not checked against the text.".strip()
    return {
        "key": rule["key"],
        "edition": code,
        "edition_title": edition["title"],
        "edition_note": edition.get("note", ""),
        "section": rule["section"],
        "valid_from": edition.get("valid_from"),
        "valid_to": edition.get("valid_to"),
        "trigger": rule["trigger"],
        "outcome": rule["outcome"],
        "value": str(rule["value"]),
        "number": rule.get("number"),
        "unit": rule["unit"],
        "direction": rule["direction"],
        "status": rule["status"],
        "status_words": rule.get("status_words", ""),
        "local": rule.get("local", False),
        "from_next_working_day": rule.get("from_next_working_day", False),
        "computes": rule.get("computes", False),
        "certainty": "unverified" if carried else rule.get("certainty", "unverified"),
        "checked_on": None if carried else rule.get("checked"),
        "quote": "" if carried else rule.get("quote", ""),
        "edition_certainty": edition.get("certainty", ""),
        "edition_checked_on": edition.get("checked"),
        "note": note,
        "source": rule["source"],
        "position": position,
    }
