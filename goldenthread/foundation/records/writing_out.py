"""The canonical writer: equal values give equal bytes, and every text reads back as it was."""

import json
import re

# Plain only when nobody, and no YAML reader of any version, could take the text for something else.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.;()/'’“”£%+–_-]*|[A-Za-z]")
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?(/\d{4}-\d{2}-\d{2})?")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_WORDS_THAT_MEAN = {"yes", "no", "true", "false", "on", "off", "null", "y", "n", "nan", "inf"}
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)?")
_NOT_IN_BLOCK = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
WIDE = 100


class Word(str):
    """A value that is not free text (a date, a number, yes or no) and so is written without quotes."""


def document(lists: dict) -> str:
    """One file: {name: list of values}. A blank line stands between the things of a list."""
    parts = []
    for name, items in lists.items():
        parts.append(f"{name}:\n" + "\n".join("".join(_item(item, 1)) for item in items))
    return "\n".join(parts)


def mapping(values: dict) -> str:
    return "".join(_pairs(values, 0))


def _item(values, depth):
    if not isinstance(values, dict):
        return [f"{'  ' * depth}- {scalar(values, depth)}"]
    lines = _pairs(values, depth + 1)
    lines[0] = "  " * depth + "- " + lines[0][2 * (depth + 1) :]
    return lines


def _pairs(values, depth):
    lines, lead = [], "  " * depth
    for name, value in values.items():
        if isinstance(value, dict):
            lines.append(f"{lead}{name}:\n")
            lines += _pairs(value, depth + 1)
        elif isinstance(value, list):
            lines += _list(name, value, depth)
        else:
            lines.append(f"{lead}{name}: {scalar(value, depth)}")
    return lines


def _list(name, value, depth):
    lead = "  " * depth
    if all(isinstance(one, str) and _KEY.fullmatch(one) for one in value):
        line = f"{lead}{name}: [{', '.join(_short(one) for one in value)}]\n"
        if len(line) <= WIDE:
            return [line]
    lines = [f"{lead}{name}:\n"]
    for one in value:
        lines += _item(one, depth + 1)
    return lines


def scalar(value, depth) -> str:
    """One value with its end of line."""
    if value is True or value is False:
        return "yes\n" if value else "no\n"
    if isinstance(value, Word | int):
        return f"{value}\n"
    if (
        ("\n" in value or len(value) > WIDE)
        and not _NOT_IN_BLOCK.search(value)
        and value == value.rstrip()
        and value.strip()
    ):
        return _block(value, depth)
    return _short(value) + "\n"


def _short(value):
    if isinstance(value, Word):
        return value
    if (
        _PLAIN.fullmatch(value)
        and value == value.strip()
        and value.lower() not in _WORDS_THAT_MEAN
        and ": " not in value
    ):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def _block(value, depth):
    """A literal block; it ends with one line break, which the reader takes off again."""
    lead = "  " * (depth + 1)
    # The indentation is said where the text itself begins with a blank.
    sign = "|2" if value[0] in " \n" else "|"
    return f"{sign}\n" + "".join(f"{lead}{line}\n" if line else "\n" for line in value.split("\n"))
