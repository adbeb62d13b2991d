"""The tutorial of docs/returns.md works as it is written: each line runs, ends as the page says and prints what it
shows.

Lines of a box `sh` are run in order in one empty folder; `# exit status N` after a line says how it ends. Each line of
the box `text` that follows must be found in what they printed, in order, where `…` stands for anything.
"""

import datetime
import glob
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from goldenthread.returns.command import main

PAGE = Path(__file__).parents[3] / "docs" / "returns.md"
NOW = datetime.datetime(2026, 11, 20, 9, 0)
BOX = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STATUS = re.compile(r"\s+# exit status (\d)$")


def boxes() -> list[tuple[str, list[str]]]:
    """(kind, lines) of each box of the tutorial."""
    _, _, told = PAGE.read_text(encoding="utf-8").partition("\n## From file to figure: a tutorial\n")
    return [(kind, text.splitlines()) for kind, text in BOX.findall(told.partition("\n## ")[0])]


def words_of(line: str) -> list[str]:
    """What a terminal hands to the command: quotes taken off, a star filled in."""
    found = []
    for word in shlex.split(line):
        found += sorted(glob.glob(word)) if "*" in word else [word]
    return found


def test_every_line_of_the_tutorial_does_what_the_page_says(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    printed, ran = "", 0
    for kind, lines in boxes():
        if kind == "text":
            _shown(lines, printed)
            continue
        printed = ""
        for line in lines:
            expected = STATUS.search(line)
            line = STATUS.sub("", line)
            status = _run(line, monkeypatch)
            out, err = capfd.readouterr()
            printed += out + err
            assert status == int(expected[1] if expected else 0), f"{line}\n{out}{err}"
            ran += line.startswith("../returns ")
    assert ran >= 15


def _run(line: str, monkeypatch) -> int:
    if line.startswith("../returns "):
        return main(words_of(line)[1:], now=NOW)
    if line.startswith("cd "):
        monkeypatch.chdir(line.removeprefix("cd "))
        return 0
    return subprocess.run(line, shell=True, check=False).returncode


def _shown(lines: list[str], printed: str) -> None:
    """Each line is a whole line of what was printed, in order; between two of them nothing is left out without a
    `…`.
    """
    there, at, free = printed.rstrip("\n").splitlines(), 0, False
    for line in lines:
        if line == "…":
            free = True
            continue
        pattern = re.compile(".*".join(map(re.escape, line.split("…"))))
        found = next(
            (n for n in range(at, len(there) if free else min(at + 1, len(there))) if pattern.fullmatch(there[n])), None
        )
        assert found is not None, (
            f"docs/returns.md shows a line that is not printed there:\n{line}\nPrinted was:\n{printed}"
        )
        at, free = found + 1, False
    assert free or at == len(there), f"docs/returns.md leaves out, without a …:\n{chr(10).join(there[at:])}"


@pytest.mark.parametrize("shown", ["b", "a\n…\na", "a\nc", "a\nb", "x…\nb\nc"])
def test_what_was_not_printed_is_noticed(shown):
    with pytest.raises(AssertionError):
        _shown(shown.splitlines(), "a\nb\nc\n")
    _shown(["a", "…", "c"], "a\nb\nc\n")
