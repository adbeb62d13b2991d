"""A rule as it stands in its file: `rules/<return>/<code>.toml`."""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

RULES = Path(__file__).parent / "rules"
PREPARED = Path(__file__).parent / "prepared"
SEVERITIES = ("error", "query")


@dataclass(frozen=True)
class Rule:
    """One rule of a return.

    code       as the Department's guidance numbers it, the letter included ("8770Q")
    form       code of the return
    severity   "error" (must be mended) or "query" (mend or explain)
    message    what is wrong, in plain words
    first, last  years of the return in which it holds
    tables     tables that must stand for the rule to run; "episodes_last" is last year's episodes
    columns    "table.Column" of each field to show with a fault
    sql        gives a row for each fault; each column is named after a table and holds the row_no of the row at fault
               there (`other_<table>` for a second row of one table); for a fault of the whole return it gives one row
               with the column `whole`. May read `collection(la, year, starts, ends)` and
               `main.working_days(day, number, working)`
    source     where the rule was read
    breaks, keeps  small files, as text, that fail and that pass it, each read by the real reader
    also       tables that the rule reads when they stand, and as empty when they do not
    covers     "table.Column" of each field whose codes the rule checks against the format's list, so that the built-in
               check of codes need not tell of the same row again
    digest     SHA-256 of the rule's file; "" for a rule that has none
    """

    code: str
    form: str
    severity: str
    message: str
    first: int
    last: int
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    sql: str
    source: str
    breaks: tuple
    keeps: tuple
    also: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    digest: str = ""

    def holds_in(self, year: int) -> bool:
        """Whether the rule is in force for the return of that year."""
        return self.first <= year <= self.last


@cache
def rules_of(form: str) -> tuple[Rule, ...]:
    """Every rule of a return in order of code. Raises ValueError naming the file when one is not well formed."""
    return tuple(_read(form, path) for path in sorted((RULES / form).glob("*.toml")))


@cache
def prepared_of(form: str) -> dict[str, str]:
    """Tables that several rules of a return read, made once when the first of them runs: name to the SELECT that makes
    it.
    """
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((PREPARED / form).glob("*.sql"))}


def edition(rules: Iterable[Rule]) -> str:
    """Which edition of these rules it is: one SHA-256 over each rule's file and the prepared tables, whatever the
    order.
    """
    rules, whole = sorted(rules, key=lambda rule: (rule.form, rule.code)), hashlib.sha256()
    for rule in rules:
        whole.update(f"{rule.form}/{rule.code}={rule.digest}\n".encode())
    for form in sorted({rule.form for rule in rules}):
        for name, sql in sorted(prepared_of(form).items()):
            whole.update(f"{form}/{name}={sql}\n".encode())
    return whole.hexdigest()


def _read(form: str, path: Path) -> Rule:
    try:
        raw = path.read_bytes()
        found = tomllib.loads(raw.decode("utf-8"))
        rule = Rule(
            code=found.pop("code"),
            form=form,
            severity=found.pop("severity"),
            message=found.pop("message"),
            first=found.pop("first"),
            last=found.pop("last", 9999),
            tables=tuple(found.pop("tables")),
            columns=tuple(found.pop("columns")),
            sql=found.pop("sql"),
            source=found.pop("source"),
            breaks=tuple(found.pop("breaks")),
            keeps=tuple(found.pop("keeps")),
            also=tuple(found.pop("also", ())),
            covers=tuple(found.pop("covers", ())),
            digest=hashlib.sha256(raw).hexdigest(),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as fault:
        raise ValueError(f"{path.name}: {fault}") from fault
    if found or rule.severity not in SEVERITIES or path.stem != rule.code:
        raise ValueError(f"{path.name}: unknown {sorted(found)}, or severity or code that does not fit.")
    return rule
