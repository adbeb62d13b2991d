"""Runs: what stands inside a line of text."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation import values
from goldenthread.foundation.papers.blocks.checks import (
    CODE,
    KEY,
    NOTHING,
    PaperError,
    as_tuple,
    clean,
    good_address,
    put,
)


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text. A line feed in it is a line break."""

    text: str

    def __post_init__(self) -> None:
        put(self, text=clean(self.text, "Text"))


@dataclass(frozen=True, slots=True)
class Strong:
    runs: tuple

    def __post_init__(self) -> None:
        put(self, runs=as_runs(self.runs, "Strong text"))


@dataclass(frozen=True, slots=True)
class Emphasis:
    runs: tuple

    def __post_init__(self) -> None:
        put(self, runs=as_runs(self.runs, "Emphasis"))


@dataclass(frozen=True, slots=True)
class Link:
    """Leads to http(s), mailto or `#id` of a heading in the same paper; nothing else."""

    runs: tuple
    href: str

    def __post_init__(self) -> None:
        put(self, runs=as_runs(self.runs, "The text of a link", required=True))
        if not good_address(self.href):
            raise PaperError(
                f"A link can lead to a web address (http or https), an e-mail address (mailto) "
                f"or a heading of the same paper (#heading); not to {self.href!r}."
            )


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that stand on a record: the noun's code and the record's permanent key."""

    runs: tuple
    noun: str
    key: str

    def __post_init__(self) -> None:
        put(self, runs=as_runs(self.runs, "The words of a claim", required=True))
        if not isinstance(self.noun, str) or not CODE.match(self.noun):
            raise PaperError(f"A claim names a noun such as source; {self.noun!r} is not one.")
        if not isinstance(self.key, str) or not KEY.match(self.key):
            raise PaperError(f"A claim names the key of a record, without spaces; {self.key!r} is not one.")


RUN_TYPES = (Text, Strong, Emphasis, Link, Claim)
Run = Text | Strong | Emphasis | Link | Claim


def as_runs(value: object, what: str = "Text", *, required: bool = False) -> tuple[Run, ...]:
    """Runs from a str, one run, or a list of runs and strs."""
    if isinstance(value, str):
        value = (Text(value),) if value else ()
    elif isinstance(value, RUN_TYPES):
        value = (value,)
    elif isinstance(value, (tuple, list)):
        value = [Text(item) if isinstance(item, str) else item for item in value]
    runs = as_tuple(value, RUN_TYPES, what)
    return runs if not required or values.without_blank_ends(plain(runs)) else (Text(NOTHING),)


def plain(runs: tuple[Run, ...]) -> str:
    """The words of runs without their dress."""
    return "".join(run.text if isinstance(run, Text) else plain(run.runs) for run in runs)
