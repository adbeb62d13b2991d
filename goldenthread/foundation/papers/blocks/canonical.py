"""The one exact form of a paper as JSON: what a partner signs.

`to_data` and `from_data` are inverse. `canonical` gives UTF-8 bytes with sorted
keys and no spaces; no number in it is a float (figures are text), so that the
same paper gives the same bytes on every machine. `digest` is its SHA-256 in hex.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from functools import cache

from goldenthread.foundation.papers.blocks import paper, pictures, runs, words
from goldenthread.foundation.papers.blocks.checks import PaperError
from goldenthread.foundation.papers.blocks.offered import room_blocks

_NODES = (
    *runs.RUN_TYPES,
    *paper.BLOCK_TYPES,
    words.Column,
    words.Item,
    pictures.Series,
    pictures.Specification,
    words.MonthItem,
    words.Month,
    words.Pair,
    paper.Colours,
    paper.Meta,
    paper.Paper,
)


def _code(node: type) -> str:
    """KeyFigure is written as key_figure."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", node.__name__).lower()


@cache
def _codes() -> dict[type, str]:
    """Every node by its code, with the blocks that rooms offer and their parts."""
    of_rooms = [node for block in room_blocks() for node in (block, *block.PARTS)]
    codes = {node: _code(node) for node in (*_NODES, *of_rooms)}
    if len(set(codes.values())) != len(codes):
        raise LookupError(f"two blocks of papers have one code: {sorted(codes.values())}")
    return codes


@cache
def _by_code() -> dict[str, type]:
    return {code: node for node, code in _codes().items()}


def to_data(node: object) -> object:
    """A paper, block or run as dicts, lists, str, int, bool and None. Each dict says its "type"."""
    if isinstance(node, (tuple, list)):
        return [to_data(item) for item in node]
    if node is None or isinstance(node, (str, bool, int)):
        return node
    code = _codes().get(type(node))
    if code is None:
        raise PaperError(f"{type(node).__name__} cannot be part of a paper.")
    data = {spec.name: to_data(getattr(node, spec.name)) for spec in dataclasses.fields(node)}
    return {"type": code, **data}


def from_data(data: object, where: str = "paper") -> object:
    """The paper, block or run that `to_data` wrote. Raises PaperError that names the place of the fault."""
    if isinstance(data, list):
        return tuple(from_data(item, f"{where}[{place}]") for place, item in enumerate(data))
    if data is None or isinstance(data, (str, bool, int)):
        return data
    if not isinstance(data, dict):
        raise PaperError(f"{where}: {type(data).__name__} cannot stand in a paper; write figures as text.")
    node = _by_code().get(data.get("type"))
    if node is None:
        raise PaperError(f"{where}: there is no block or run of the type {data.get('type')!r}.")
    names = {spec.name for spec in dataclasses.fields(node)}
    if unknown := sorted(set(data) - names - {"type"}):
        raise PaperError(f"{where}: {data['type']} has no field {', '.join(unknown)}.")
    values = {name: from_data(data[name], f"{where}.{name}") for name in names & set(data)}
    try:
        return node(**values)
    except TypeError as fault:
        missing = re.findall(r"'(\w+)'", str(fault))
        raise PaperError(f"{where}: {data['type']} needs the field {', '.join(missing)}.") from fault
    except PaperError as fault:
        raise PaperError(f"{where}: {fault}") from fault


def canonical(node: object) -> bytes:
    """The exact bytes."""
    return json.dumps(
        to_data(node), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest(node: object) -> str:
    """SHA-256 of the canonical bytes, 64 hex figures."""
    return hashlib.sha256(canonical(node)).hexdigest()
