"""A hostile file ends in one sentence, and costs no more memory than an ordinary one."""

import subprocess
import sys

import pytest

from .hostile import FILES

REFUSED, READ = (
    40,
    140,
)  # megabytes above an ordinary file: less than the file where it is refused; else what its tables may take


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    done = subprocess.run(
        [sys.executable, "-m", "goldenthread.returns.tests.hostile", str(tmp_path_factory.mktemp("hostile"))],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return {what: (int(peak), said) for peak, what, said in lines}


@pytest.mark.parametrize("what", FILES)
def test_it_ends_in_one_sentence_or_is_read(answers, what):
    _, said = answers[what]
    says = FILES[what][-1]
    assert (says in said and said.endswith(".")) if says else said.endswith(" rows")


def test_memory_does_not_grow_with_what_is_hostile(answers):
    warm = answers["warm"][0]
    grown = {what: answers[what][0] - warm for what in FILES}
    assert {what: more for what, more in grown.items() if more > (REFUSED if FILES[what][-1] else READ)} == {}
