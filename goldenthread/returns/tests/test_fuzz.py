"""A short run of the fuzzer; `python -m goldenthread.returns.tests.fuzz --seconds N` makes a long one."""

from . import fuzz


def test_spoiled_files_are_read_or_refused(tmp_path):
    ended, longest, grown = fuzz.run(4, 20260331, tmp_path)
    assert ended["refused"] > 5 and ended["read"] > 5
    assert longest < fuzz.LONGEST and grown < fuzz.MOST_GROWTH
