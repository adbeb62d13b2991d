"""What came of each step of ./test, and the account of it that is printed last."""

import xml.etree.ElementTree as tree
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Step:
    """One step: its name, seconds, whether it failed, and for tests what happened to each."""

    name: str
    failed: bool
    seconds: float
    results: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Test → ("passed" | "failed" | "skipped", reason)."""
    note: str = ""

    def count(self, result: str) -> int:
        """How many tests had this result."""
        return sum(1 for found, _ in self.results.values() if found == result)


def results_from(junit: Path) -> dict[str, tuple[str, str]]:
    """Read pytest's JUnit file: test → (result, reason). Empty when pytest ended before it wrote one."""
    if not junit.exists():
        return {}
    cases = tree.parse(junit).iter("testcase")
    return {f"{case.get('classname')}::{case.get('name')}": _result(case) for case in cases}


def _result(case: tree.Element) -> tuple[str, str]:
    for child in case:
        if child.tag in {"failure", "error"}:
            return "failed", ""
        if child.tag == "skipped" and child.get("type") != "pytest.xfail":  # one expected to fail did run
            return "skipped", child.get("message") or ""
    return "passed", ""


def never_ran(steps: list[Step]) -> dict[str, str]:
    """Tests that every step which met them skipped, with the reason. One that ran on either database did run."""
    met = [(test, result, reason) for step in steps for test, (result, reason) in step.results.items()]
    ran = {test for test, result, _ in met if result != "skipped"}
    return {test: reason for test, result, reason in met if result == "skipped" and test not in ran}


def account(steps: list[Step], not_run: dict[str, str], seconds: float) -> list[str]:
    """The lines that end ./test: each step, the failed tests, the total, and last what did not run."""
    lines = ["", "What came of it"]
    lines += [f"  {step.name:<28} {_verdict(step):<44} {step.seconds:5.0f} s" for step in steps]
    failed = [test for step in steps for test, (result, _) in step.results.items() if result == "failed"]
    lines += [f"  failed: {test}" for test in dict.fromkeys(failed)]
    totals = [(sum(step.count(result) for step in steps), result) for result in ("failed", "passed", "skipped")]
    lines.append(", ".join(f"{n} {result}" for n, result in totals if n or result == "passed") + f" in {seconds:.1f}s")
    lines += [f"Did not run: {what}: {why}" for what, why in not_run.items()]
    return lines


def _verdict(step: Step) -> str:
    if not step.results:
        return "failed" if step.failed else step.note or "holds"
    counted = [f"{step.count(result)} {result}" for result in ("failed", "passed", "skipped") if step.count(result)]
    if step.failed and not step.count("failed"):
        counted.append("an error outside the tests")
    return ", ".join(counted)
