"""./bench returns: how quick the returns are, beside the sector's own validators, and where the two differ."""

import argparse
import datetime
import math
import os
import platform
import subprocess
import tempfile
from pathlib import Path

from benchmarks import validators
from benchmarks.processes import Taken, timed
from setup import environment

DESCRIPTION = """Measures ./returns in one run beside the sector's own validators, each in an environment of its own:

  cin        the census of 10,000 children beside csc-validator-be-cin, then 100,000 and 1,000,000 children
  ssda903    the looked after return of 100,000 children, and 10,000 beside csc-validator-be-903
  link       two lists of 100,000 children
  agreement  rule by rule, what we and the validators name on the same made-up files

The validator of the census takes minutes for 10,000 children; so does making a million."""
PARTS = ("cin", "ssda903", "link", "agreement")
YEAR = 2026
AIMS = {
    "cin_ratio": 80,
    "cin_100000": 8.0,
    "cin_1000000": 90.0,
    "cin_megabytes": 4000,
    "ssda903_100000": 3.0,
    "link_100000": 15.0,
}


def main(words: list[str]) -> int:
    """Do everything that ./bench returns promises; the exit status, 1 when an aim was missed."""
    options = _options(words)
    environment.provide("requirements-returns.lock")
    with tempfile.TemporaryDirectory(prefix="goldenthread-returns-") as folder:
        bench = Bench(Path(folder), options.quick)
        sections = [getattr(bench, part)() for part in options.only]
        if options.spark:
            sections.append(bench.spark())
    text = bench.page(sections)
    print(f"\n{text}")
    if options.file:
        options.file.write_text(text, encoding="utf-8")
        print(f"Written to {options.file}")
    return 1 if bench.missed else 0


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./bench returns",
        description=DESCRIPTION,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--quick", action="store_true", help="a hundredth of the sizes; shows that it works, says nothing of speed"
    )
    parser.add_argument("--only", type=_parts, default=PARTS, metavar="PARTS", help=f"some of {','.join(PARTS)}")
    parser.add_argument(
        "--spark", action="store_true", help="also hold every rule and indicator on Spark against DuckDB"
    )
    parser.add_argument("--file", type=Path, help="where to write the tables (docs/returns-bench.md after a full run)")
    options = parser.parse_args(words)
    if options.file is None and not options.quick and options.only == PARTS:
        options.file = environment.ROOT / "docs" / "returns-bench.md"
    return options


def _parts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(PARTS)}")
    return names


class Bench:
    """One run: where it works, its sizes, and the aims that it missed."""

    def __init__(self, folder: Path, quick: bool):
        self.folder, self.share, self.missed = folder, 100 if quick else 1, []
        self.settings = environment.clean_environment() | {"PYTHONPATH": str(environment.ROOT)}

    def _ours(self, *words) -> list:
        return [environment.PYTHON, "-m", "goldenthread.returns", *words, "--quiet"]

    def generate(self, name: str, count: int, *more) -> Path:
        target = self.folder / name
        print(f"Making up {count:,} children …", flush=True)
        made = timed(self._ours("generate", target, "--children", count, "--year", YEAR, *more), env=self.settings)
        if made.status:
            raise SystemExit(f"{name} could not be made.")
        return target

    def _check(self, path: Path, times: int, *more) -> Taken:
        """The quickest of some runs of `check`, the whole process with its report."""
        runs = [
            timed(
                self._ours("check", path, "--results", self.folder / "results", "--again", *more),
                env=self.settings,
                cwd=self.folder,
            )
            for _ in range(times)
        ]
        if any(run.status not in (0, 1) for run in runs):
            raise SystemExit(f"Checking {path.name} failed.")
        return min(runs, key=lambda run: run.seconds)

    def _aim(self, name: str, found: float, *, most: bool = True) -> str:
        held = found <= AIMS[name] if most else found >= AIMS[name]
        if not held and self.share == 1:
            self.missed.append(name)
        return "met" if held else "missed"

    def cin(self) -> str:
        """The census at three sizes, the smallest beside the validator."""
        rows, points = [], []
        for count, times in ((10_000, 5), (100_000, 3), (1_000_000, 1)):
            size = max(count // self.share, 100)
            # The validator's report ends in an error where a child has no number, so none lacks one here.
            path = self.generate(f"census-{count}.xml", size, "--without", "no_child_id")
            taken = self._check(path, times)
            points.append((size, taken.seconds))
            aim = ""
            if count > 10_000:
                aim = f"under {AIMS[f'cin_{count}']:g} s: {self._aim(f'cin_{count}', taken.seconds)}"
            if count == 1_000_000:
                aim += f"; under {AIMS['cin_megabytes']:,} MB: {self._aim('cin_megabytes', taken.megabytes)}"
            rows.append((f"ours, {size:,} children ({path.stat().st_size / 1e6:,.0f} MB)", taken, aim))
            if count == 10_000:
                rows.append(self._validator_cin(path, size, taken))
            path.unlink()
        rows = [row for row in rows if row]
        exponent = _exponent(points)
        return "\n".join(
            [
                "## Children in need census",
                "",
                "Each line is a whole process: start, reading, every rule, the report written.",
                "",
                _table(rows),
                "",
                f"Cost grows with the power {exponent:.2f} of the number of children (fitted over our three sizes; 1 "
                "is in proportion).",
            ]
        )

    def _validator_cin(self, path: Path, size: int, ours: Taken):
        python = validators.provide("cin", self.folder)
        if python is None:
            return (f"csc-validator-be-cin 0.1.13, {size:,} children", None, "its environment could not be made here")
        print("The validator at work …", flush=True)
        theirs = timed(
            [python, "-m", "cin_validator", "run", path, "-r", f"cin{YEAR - 1}_{YEAR % 100}"], cwd=self.folder
        )
        ratio = theirs.seconds / ours.seconds
        aim = f"{ratio:.0f} times our time (aim: {AIMS['cin_ratio']}): {self._aim('cin_ratio', ratio, most=False)}"
        return (
            f"csc-validator-be-cin 0.1.13, {size:,} children",
            theirs,
            aim + ("" if theirs.status == 0 else f"; it ended with status {theirs.status}"),
        )

    def ssda903(self) -> str:
        """The looked after return at two sizes, the smaller beside the validator."""
        rows = []
        for count in (10_000, 100_000):
            size = max(count // self.share, 100)
            folder = self.generate(f"looked-after-{count}", size, "--return", "ssda903")
            taken = self._check(folder, 3, "--year", YEAR, "--council", "806")
            aim = (
                f"under {AIMS['ssda903_100000']:g} s: {self._aim('ssda903_100000', taken.seconds)}"
                if count == 100_000
                else ""
            )
            rows.append((f"ours, {size:,} children", taken, aim))
            if count == 10_000:
                rows.append(self._validator_903(folder, size, taken))
        return "\n".join(["## Looked after return", "", _table(rows)])

    def _validator_903(self, folder: Path, size: int, ours: Taken):
        python = validators.provide("903", self.folder)
        if python is None:
            return (f"csc-validator-be-903 0.1.17, {size:,} children", None, "its environment could not be made here")
        print("The validator at work …", flush=True)
        side = Path(__file__).parent / "looked_after_validator_timed.py"
        theirs = timed([python, side, folder, f"{YEAR - 1}/{YEAR % 100}"], cwd=self.folder)
        note = f"{theirs.seconds / ours.seconds:.0f} times our time, its rules of the year beside ours"
        return (
            f"csc-validator-be-903 0.1.17, {size:,} children",
            theirs,
            note + ("" if theirs.status == 0 else f"; it ended with status {theirs.status}"),
        )

    def link(self) -> str:
        """Two lists of children."""
        size = max(100_000 // self.share, 500)
        lists = self.generate("lists", size, "--return", "pairs")
        taken = timed(
            self._ours(
                "link",
                f"council={lists / 'council.csv'}",
                f"police={lists / 'police.csv'}",
                "--results",
                self.folder / "links",
            ),
            env=self.settings,
            cwd=self.folder,
        )
        if taken.status:
            raise SystemExit("Linking failed.")
        precision, recall, left = _truth(lists / "truth.csv", self.folder / "links" / "link-1")
        aim = f"under {AIMS['link_100000']:g} s: {self._aim('link_100000', taken.seconds)}"
        return "\n".join(
            [
                "## Linking",
                "",
                _table([(f"two lists of {size:,} children", taken, aim)]),
                "",
                "Against the made-up truth (twins, brothers and sisters, changed surnames, moves, misspellings): "
                f"precision {precision:.4f}, "
                f"recall {recall:.4f} without a person; {left:.4f} of the true pairs wait for one. Real files are "
                "harder.",
            ]
        )

    def agreement(self) -> str:
        """Both sides on the same files, rule by rule."""
        return "\n\n".join(
            [
                "## Agreement with the validators",
                self._agree("cin", "cin", 10_000),
                self._agree("ssda903", "903", 2_000),
            ]
        )

    def _agree(self, form: str, validator: str, count: int) -> str:
        python = validators.provide(validator, self.folder)
        if python is None:
            return f"The environment of the validator of {form} could not be made here, so nothing was compared."
        size, target = max(count // self.share, 100), self.folder / f"agreement-{form}.md"
        path = self.generate(
            "agreement.xml" if form == "cin" else "agreement-903", size, "--return", form, "--faulty", 0.3, "--seed", 5
        )
        print("Both at work on the same file …", flush=True)
        done = subprocess.run(
            [
                str(environment.PYTHON),
                "-m",
                "benchmarks.returns_agreement",
                form,
                str(path),
                str(python),
                str(size),
                str(YEAR),
                str(target),
            ],
            cwd=environment.ROOT,
            env=self.settings,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            raise SystemExit("The comparison failed, for the reason above.")
        return target.read_text(encoding="utf-8")

    def spark(self) -> str:
        """Every rule and indicator on Spark."""
        environment.provide_spark()
        done = timed(
            [environment.PYTHON, "-m", "benchmarks.returns_spark", self.folder / "spark.md"],
            cwd=environment.ROOT,
            env=self.settings,
        )
        if done.status:
            raise SystemExit("The comparison on Spark failed: is there a Java of 17 or later?")
        return (self.folder / "spark.md").read_text(encoding="utf-8")

    def page(self, sections: list[str]) -> str:
        """The whole page of tables."""
        head = [
            "# How quick the returns are",
            "",
            f"Made by `./bench returns` on {datetime.date.today():%d %B %Y}, {os.cpu_count()} cores, Python "
            f"{platform.python_version()}. "
            "Seconds differ from machine to machine; hold ratios and counts against each other."
            + (" **A quick run of small files: it says nothing of speed.**" if self.share > 1 else ""),
            "",
        ]
        missed = ["", f"Missed: {', '.join(self.missed)}."] if self.missed else []
        return "\n".join(head) + "\n" + "\n\n".join(sections) + "\n" + "\n".join(missed) + ("\n" if missed else "")


def _table(rows) -> str:
    lines = ["| What | Seconds | Processor seconds | Memory at most | |", "|---|--:|--:|--:|---|"]
    for name, taken, note in rows:
        cells = (
            ("", "", "")
            if taken is None
            else (f"{taken.seconds:.2f}", f"{taken.processor:.2f}", f"{taken.megabytes:,.0f} MB")
        )
        lines.append(f"| {name} | {' | '.join(cells)} | {note} |")
    return "\n".join(lines)


def _exponent(points: list[tuple[int, float]]) -> float:
    """The slope of a straight line through the logarithms."""
    places = [(math.log(size), math.log(seconds)) for size, seconds in points]
    middle_x, middle_y = (sum(values) / len(places) for values in zip(*places, strict=True))
    above = sum((x - middle_x) * (y - middle_y) for x, y in places)
    return above / sum((x - middle_x) ** 2 for x, _ in places)


def _truth(truth: Path, result: Path) -> tuple[float, float, float]:
    """Precision and recall of what was linked, and the share of true pairs that wait for a person."""

    def pairs(path: Path, first: str = "", second: str = "") -> set[tuple[str, str]]:
        rows = [line.split(",")[:2] for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        return {(first + row[0], second + row[1]) for row in rows}

    true, linked, asked = (
        pairs(truth, "council|", "police|"),
        pairs(result / "links.csv"),
        pairs(result / "to-decide.csv"),
    )
    return len(linked & true) / len(linked), len(linked & true) / len(true), len(asked & true) / len(true)
