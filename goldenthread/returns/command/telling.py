"""`rules`, `indicators` and `explain`: what is checked and measured, and by which words of which guidance."""

import textwrap

from ..checking.rule import rules_of
from ..formats import FORMATS
from ..measuring.indicator import indicators_of
from ..tables import Refused
from .shared import command

WIDTH = 100


def offer(commands) -> None:
    """Add the commands."""
    for name, run, what in (("rules", rules, "list the rules"), ("indicators", indicators, "list the indicators")):
        parser = command(commands, name, run, what, f"  ./returns {name} --return cin")
        parser.add_argument("--return", dest="form", choices=sorted(FORMATS), help="only those of this return")
        if name == "rules":
            parser.add_argument(
                "--year", type=int, metavar="YYYY", help="only those in force for the return of this year"
            )
    parser = command(
        commands,
        "explain",
        explain,
        "tell all of a rule or an indicator",
        "  ./returns explain 8898\n  ./returns explain P8",
    )
    parser.add_argument("code", metavar="CODE", help="the code of a rule or an indicator")


def _years(rule) -> str:
    return f"from {rule.first}" if rule.last == 9999 else f"{rule.first} to {rule.last}"


def rules(options) -> int:
    """Print the rules; the exit status."""
    for code in [options.form] if options.form else sorted(FORMATS):
        found = [rule for rule in rules_of(code) if options.year is None or rule.holds_in(options.year)]
        print(f"{FORMATS[code].title}: {len(found)} rules")
        for rule in found:
            print(f"  {rule.code:<12}{rule.severity:<8}{_years(rule):<14}{rule.message}")
    return 0


def indicators(options) -> int:
    """Print the indicators; the exit status."""
    for code in [options.form] if options.form else sorted(FORMATS):
        found = indicators_of(code)
        print(f"{FORMATS[code].title}: {len(found)} indicators")
        for one in found:
            print(f"  {one.code:<34}{one.kind:<14}{one.unit:<24}{one.name}")
    return 0


def explain(options) -> int:
    """Print all of a rule or an indicator; the exit status. Raises Refused when there is none of that code."""
    wanted = options.code.upper()
    found = [rule for code in sorted(FORMATS) for rule in rules_of(code) if rule.code.upper() == wanted]
    measured = [one for code in sorted(FORMATS) for one in indicators_of(code) if one.code.upper() == wanted]
    if not found and not measured:
        raise Refused(
            f"There is no rule or indicator {options.code}: ./returns rules and ./returns indicators list them."
        )
    print("\n\n".join([*map(_rule, found), *map(_indicator, measured)]))
    return 0


def _told(name: str, words: str) -> str:
    return textwrap.fill(words, WIDTH, initial_indent=f"{name:<14}", subsequent_indent=" " * 14)


def _rule(rule) -> str:
    return "\n".join(
        [
            f"Rule {rule.code} of the {FORMATS[rule.form].title} ({rule.severity}, {_years(rule)})",
            "",
            _told("What is wrong", rule.message),
            _told("Shown", ", ".join(rule.columns) or "the whole return"),
            _told("Source", rule.source),
            "",
            "How it is found",
            textwrap.indent(rule.sql.strip(), "  "),
            "",
            "An example that breaks it",
            textwrap.indent(_example(rule.breaks[0]), "  "),
        ]
    )


def _example(example) -> str:
    if isinstance(example, str):
        return example.strip()
    return "\n".join(f"{name}:\n{str(text).strip()}" for name, text in example.items())


def _indicator(one) -> str:
    parts = [
        f"Indicator {one.code} of the {FORMATS[one.form].title}: {one.name}",
        "",
        _told("Numerator", one.counts),
        _told("Denominator", one.of),
        _told("Value", f"numerator / denominator x {one.factor:g}, {one.unit}, {one.decimals} decimals, {one.kind}"),
        _told("Good is", {"low": "low", "high": "high", "neutral": "neither: it says nothing by itself"}[one.polarity]),
        _told("Broken down", ", ".join(one.breakdowns) or "not"),
        _told("Source", one.source),
    ]
    if one.caution:
        parts.append(_told("Take care", one.caution))
    parts += ["", "How the numerator is counted", textwrap.indent(one.numerator.strip(), "  ")]
    if one.denominator:
        parts += ["", "How the denominator is counted", textwrap.indent(one.denominator.strip(), "  ")]
    return "\n".join(parts)
