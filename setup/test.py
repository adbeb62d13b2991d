"""./test: provide what the whole suite needs, run it, and say last what did not run."""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from setup import environment, packages, postgres
from setup.outcome import Step, account, never_ran, results_from
from setup.processes import Told, stop_when_told

DESCRIPTION = """Sets up what the tests need and runs all of them: style, floors, migrations, then the tests on SQLite
and, beside them, those on PostgreSQL, in a real browser and on Spark. Other words go to pytest:

  ./test goldenthread/thread -k overdue --without browser,postgres"""
OPTIONAL = ("browser", "postgres")
REAL_FILES = "GOLDENTHREAD_RETURNS_DATA"
BIN = environment.VENV / "bin"
SECONDS_TO_TIDY_UP = 10
NOTHING_SELECTED = 5  # pytest's exit status


class Suite:
    """One run of the suite: what was asked for, what came of it, what did not run."""

    def __init__(self, without: set[str], words: list[str], scratch: Path):
        self.without = without
        self.expression, self.words = _split_expression(words)
        self.scratch = scratch
        self.steps: list[Step] = []
        self.running: set[subprocess.Popen] = set()
        self.told = False
        self.not_run: dict[str, str] = {}
        self.extras: dict[str, str] = {}  # what no machine must have
        if os.geteuid():
            self.extras["the test on a small real disk"] = "only root may mount one"
        for name, package in (("nginx", "nginx-light"), ("caddy", "caddy")):
            if not shutil.which(name):
                self.extras[f"the tests behind {name}"] = f"it is not installed (Debian: apt-get install {package})"
        if not os.environ.get(REAL_FILES):
            self.extras["tests on real returns"] = f"{REAL_FILES} names no folder of them"
        self.environment = _environment(scratch)

    def run(self) -> int:
        """Run every step, also after one has failed; returns the exit status."""
        began = time.monotonic()
        try:
            self._checks()
            self._tests()
        except Told:
            self.not_run["the rest"] = "interrupted"
            raise
        finally:
            self.not_run |= never_ran(self.steps)
            told = self.extras | self.not_run
            print("\n".join(account(self.steps, told, time.monotonic() - began)), flush=True)
        return 1 if any(step.failed for step in self.steps) or self._missed() else 0

    def _checks(self) -> None:
        python = str(environment.PYTHON)
        self._step("Style (ruff)", [str(BIN / "ruff"), "check", "."])
        self._step("Layout (ruff format)", [str(BIN / "ruff"), "format", "--check", "."])
        self._step("Floors (import-linter)", [str(BIN / "lint-imports"), "--no-cache"])
        self._step("Migrations are complete", [python, "manage.py", "makemigrations", "--check", "--dry-run"])
        self._step("Django's own checks", [python, "manage.py", "check"])

    def _tests(self) -> None:
        """Two rows of steps side by side, since tests wait a good deal: what the second says follows as each ends."""
        with ThreadPoolExecutor(1) as beside:
            others = beside.submit(self._beside)
            try:
                self._pytest("Tests on SQLite", "not browser and not postgres and not spark")
                others.result()
            except Told:
                self.told = True
                for running in list(self.running):
                    _end(running)
                raise

    def _beside(self) -> None:
        for step in (self._on_postgres, self._in_browser, self._on_spark):
            if not self.told:
                step()

    def _on_spark(self) -> None:
        """Spark is an extra: where there is no Java its tests are told of, and nothing is amiss."""
        if not shutil.which("java"):
            self.extras["tests on Spark"] = "no Java on this machine"
            return
        try:
            environment.provide_spark()
        except SystemExit as why:
            self.extras["tests on Spark"] = str(why)
            return
        self._pytest("Tests on Spark", "spark", "goldenthread/returns", workers="0")

    def _on_postgres(self) -> None:
        if "postgres" in self.without:
            self.not_run["tests on PostgreSQL"] = "left out by --without"
            return
        missing = "" if postgres.programs() else packages.install("PostgreSQL", "postgresql")
        if missing:
            self.not_run["tests on PostgreSQL"] = missing
            return
        try:
            with postgres.cluster() as address:
                self._pytest("Tests on PostgreSQL", "not browser and not one_database", GOLDENTHREAD_DATABASE=address)
        except postgres.NotStarted as why:
            self.not_run["tests on PostgreSQL"] = str(why)

    def _in_browser(self) -> None:
        if "browser" in self.without:
            self.not_run["tests in a browser"] = "left out by --without"
            return
        missing = "" if _browser() else packages.install("Chromium", "chromium", "fonts-liberation")
        if missing:
            self.not_run["tests in a browser"] = missing
            return
        # Playwright's loop makes Django believe that it runs in one.
        settings = {"DJANGO_ALLOW_ASYNC_UNSAFE": "true", "GOLDENTHREAD_BROWSER": _browser()}
        self._pytest("Tests in a browser", "browser", "tests/browser", **settings)

    def _pytest(self, name: str, expression: str, *where: str, workers: str = "2", **settings: str) -> None:
        """`where` its tests stand, unless the words of the person name a place."""
        junit = self.scratch / f"{name}.xml"
        where = () if any(Path(word.split("::")[0]).exists() for word in self.words) else where
        if self.expression:
            expression = f"({self.expression}) and ({expression})"
        # Whoever has nothing left takes of the other's tests, so that a few slow ones at the end hold only one up.
        spread = ["-n", workers, "--dist", "worksteal"] if workers != "0" else ["-n", "0"]
        pytest = [str(environment.PYTHON), "-m", "pytest", *spread, f"--junitxml={junit}"]
        status, seconds = self._call(name, [*pytest, *self.words, *where, "-m", expression], settings)
        if status == NOTHING_SELECTED and (self.words or self.expression):
            self.steps.append(Step(name, False, seconds, note="none chosen by these words"))
        else:
            self.steps.append(Step(name, status != 0, seconds, results_from(junit)))

    def _step(self, name: str, command: list[str]) -> None:
        status, seconds = self._call(name, command, {})
        self.steps.append(Step(name, status != 0, seconds))

    def _call(self, name: str, command: list[str], settings: dict[str, str]) -> tuple[int, float]:
        began = time.monotonic()
        beside = threading.current_thread() is not threading.main_thread()
        with (self.scratch / f"{name}.txt").open("w+") if beside else contextlib.nullcontext() as said:
            if not beside:
                print(f"\n== {name}", flush=True)
            running = subprocess.Popen(
                command,
                cwd=environment.ROOT,
                env={**self.environment, **settings},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                process_group=0,
            )
            self.running.add(running)
            try:
                if self.told:  # meanwhile
                    _end(running)
                status = running.wait()
            except Told:
                _end(running)
                raise
            finally:
                self.running.discard(running)
            if beside:
                said.seek(0)
                print(f"\n== {name}\n{said.read()}", flush=True)
        return status, time.monotonic() - began

    def _missed(self) -> bool:
        """Whether something did not run that was not asked to be left out."""
        return any(not self._asked(f"{what} {why}") for what, why in self.not_run.items())

    def _asked(self, text: str) -> bool:
        return any(name in text.lower() for name in self.without)


def main() -> int:
    """Do everything that ./test promises; returns the exit status."""
    stop_when_told()
    parser = argparse.ArgumentParser(
        prog="./test",
        usage="./test [--without browser,postgres] [words for pytest]",
        description=DESCRIPTION,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--without", type=_left_out, default=set(), metavar="NAMES", help="browser, postgres or both")
    options, words = parser.parse_known_args()
    environment.provide("requirements-test.lock")
    with tempfile.TemporaryDirectory(prefix="goldenthread-test-") as scratch:
        return Suite(options.without, words, Path(scratch)).run()


def _left_out(text: str) -> set[str]:
    names = {name.strip() for name in text.split(",") if name.strip()}
    if names - set(OPTIONAL):
        raise argparse.ArgumentTypeError(f"only {' and '.join(OPTIONAL)} can be left out")
    return names


def _split_expression(words: list[str]) -> tuple[str, list[str]]:
    """Take pytest's `-m EXPRESSION` out of the words, since each step has one of its own to join it with."""
    if "-m" not in words[:-1]:
        return "", words
    at = words.index("-m")
    return words[at + 1], words[:at] + words[at + 2 :]


def _browser() -> str:
    """The path of a Chromium, or nothing."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), "")


def _end(running: subprocess.Popen) -> None:
    """End a step with all of its process group: first as Ctrl-C would, so that tests tidy up, then for certain."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(SECONDS_TO_TIDY_UP)
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def _environment(scratch: Path) -> dict[str, str]:
    """No setting of this machine reaches the tests, and no file of theirs stays on it."""
    given = {
        name: value
        for name, value in environment.clean_environment().items()
        if (not name.startswith("GOLDENTHREAD_") or name == REAL_FILES)
        and name not in {"DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS"}
    }
    return {**given, "GOLDENTHREAD_HOME": str(scratch / "home"), "PATH": f"{BIN}:{os.environ.get('PATH', '')}"}


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except Told:
        raise SystemExit("The tests were interrupted.") from None
