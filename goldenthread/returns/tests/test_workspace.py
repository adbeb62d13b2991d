"""A run leaves a whole result or nothing, whatever happens in its middle."""

import datetime
import errno
import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from goldenthread.returns import workspace
from goldenthread.returns.reading import spools
from goldenthread.returns.reading.read import read
from goldenthread.returns.tables import Refused, SourceFile
from goldenthread.returns.workspace import Already, Results

from .small_files import census

NOW = datetime.datetime(2026, 4, 1, 12, tzinfo=datetime.UTC)
FILE = SourceFile(1, "census.xml", "ab" * 32, 10)
OTHER = SourceFile(1, "census.xml", "cd" * 32, 10)


def made(results, files=(FILE,), words="x", **options):
    with results.run(files, "2026.1", now=NOW, label="cin 2026", **options) as run:
        (run.kept / "report.txt").write_text(words)
    return run.result


def standing(folder):
    """What a user sees in the results folder, hidden scratch included."""
    return sorted(path.name for path in folder.iterdir() if path.name != workspace.LOCK)


def test_a_run_ends_as_one_folder_that_only_its_owner_reads(tmp_path):
    result = made(Results(tmp_path / "results"))
    assert standing(tmp_path / "results") == [result.name] and result.name.startswith("cin-2026-")
    assert sorted(path.name for path in result.iterdir()) == ["report.txt", "run.json"]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "results", result)}
    assert modes == {0o700} and {stat.S_IMODE(path.stat().st_mode) for path in result.iterdir()} == {0o600}
    assert json.loads((result / "run.json").read_text())["files"][0]["sha256"] == FILE.sha256


def test_a_run_that_fails_leaves_nothing(tmp_path):
    results = Results(tmp_path)
    with pytest.raises(ZeroDivisionError), results.run([FILE], "2026.1", now=NOW) as run:
        (run.kept / "report.txt").write_text("half")
        raise ZeroDivisionError
    assert standing(tmp_path) == []


def test_the_same_files_and_definitions_are_recognised_and_the_earlier_result_named(tmp_path):
    results = Results(tmp_path)
    first = made(results)
    with pytest.raises(Already, match=f"the result is {first.name}") as refusal:
        made(results, words="never written")
    assert refusal.value.folder == first
    assert made(results, again=True).name == f"{first.name}-2"
    assert made(results, files=[OTHER]).name != first.name
    with results.run([FILE], "2026.2", now=NOW) as run:
        (run.kept / "report.txt").write_text("x")
    assert len(standing(tmp_path)) == 4


def test_of_two_equal_runs_at_once_one_result_stays(tmp_path):
    results = Results(tmp_path)
    with pytest.raises(Already), results.run([FILE], "2026.1", now=NOW, label="cin 2026"):
        first = made(results)
    assert standing(tmp_path) == [first.name]


def test_child_level_tables_go_with_the_scratch_unless_they_are_to_be_kept(tmp_path):
    for files, keep in (((FILE,), False), ((OTHER,), True)):
        with Results(tmp_path).run(files, "2026.1", now=NOW, keep_tables=keep) as run:
            connection = workspace.connect(run.scratch)
            read(connection, census(run.scratch, "<Child/>", 2026), run.scratch)
            connection.close()
            assert stat.S_IMODE((run.scratch / workspace.TABLES).stat().st_mode) == 0o600
            assert {stat.S_IMODE(p.stat().st_mode) for p in run.scratch.glob("*.parquet")} == {0o600}
        assert (run.result / workspace.TABLES).exists() is keep
    assert len(standing(tmp_path)) == 2


AT_WORK = """
import datetime, sys, time
from pathlib import Path
from goldenthread.returns.tables import SourceFile
from goldenthread.returns.workspace import Results
number, folder = int(sys.argv[1]), Path(sys.argv[2])
now = datetime.datetime.now(datetime.UTC)
with Results(folder).run([SourceFile(1, "a", f"{number:064}", 1)], "1", now=now, label=f"r{number}") as run:
    for part in range(20):
        (run.kept / f"{part}.txt").write_text(f"{number}")
    print("at work", flush=True)
    if len(sys.argv) > 3:
        time.sleep(60)
"""


def begun(number, folder, *more):
    return subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(number), str(folder), *more], stdout=subprocess.PIPE, text=True
    )


def test_a_killed_run_leaves_nothing_that_a_later_run_trips_over(tmp_path):
    process = begun(1, tmp_path, "wait")
    with process:
        assert process.stdout.readline() == "at work\n"
        alive = [name for name in standing(tmp_path) if name.startswith(workspace.SCRATCH)]
        made(Results(tmp_path), files=[OTHER])
        assert len(alive) == 1 and (tmp_path / alive[0]).exists(), "a run at work keeps its scratch"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (tmp_path / alive[0]).exists()
    made(Results(tmp_path))
    assert not (tmp_path / alive[0]).exists()
    assert len(standing(tmp_path)) == 2


def test_runs_at_once_do_not_mix(tmp_path):
    runs = [begun(number, tmp_path) for number in range(4)]
    for run in runs:
        with run:
            run.stdout.read()
            assert run.wait(60) == 0
    assert len(standing(tmp_path)) == 4
    for folder in standing(tmp_path):
        number = folder[1]
        assert {path.read_text() for path in (tmp_path / folder).glob("*.txt")} == {number}
        assert len(list((tmp_path / folder).glob("*.txt"))) == 20


def test_a_run_that_ends_while_another_looks_for_what_is_left_is_no_fault(tmp_path, monkeypatch):
    ending = tmp_path / f"{workspace.SCRATCH}ending"
    ending.mkdir()
    really = workspace._open

    def open_late(path):
        if path.parent == ending and ending.exists():
            ending.rmdir()
        return really(path)

    monkeypatch.setattr(workspace, "_open", open_late)
    with Results(tmp_path).scratch() as scratch:
        assert scratch.is_dir() and not ending.exists()


def test_a_worker_whose_reader_was_killed_ends(tmp_path):
    """The process that reads a part of a file does not outlive the one that asked for it."""
    code = (
        "from goldenthread.returns.reading import parts; from pathlib import Path; import sys, time\n"
        "path = Path(sys.argv[1]); seen = parts.Survey('', path.stat().st_size)\n"
        "part = parts.Part(str(path), 'cin', sys.argv[2], 0, 'x', 1, 0, 1 << 60, 1)\n"
        "worker = parts._start(part); print(worker.pid, flush=True); time.sleep(60)"
    )
    fifo = tmp_path / "endless"
    os.mkfifo(fifo)
    reader = subprocess.Popen([sys.executable, "-c", code, str(fifo), str(tmp_path)], stdout=subprocess.PIPE, text=True)
    with reader:
        pid = int(reader.stdout.readline())
        with fifo.open("wb", buffering=0) as file:
            file.write(b"<Message><Children>" + b"\n" * (1 << 20))
            reader.kill()
            reader.wait()
            with pytest.raises(BrokenPipeError):
                for _ in range(100):
                    file.write(b"\n" * (1 << 18))
                    time.sleep(0.02)
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text():
            break
        time.sleep(0.05)
    else:
        pytest.fail("the worker still runs")


@pytest.mark.full_device
def test_a_disk_that_fills_while_reading_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch):
    """Every write to a device that is always full fails as on a full disk."""
    monkeypatch.setattr(spools, "_private", lambda path: "/dev/full")
    with (
        pytest.raises(Refused, match="is full; make room there"),
        Results(tmp_path).run([FILE], "1", now=NOW) as run,
        workspace.connect(run.scratch) as connection,
    ):
        read(connection, census(run.scratch, "<Child/>", 2026), run.scratch)
    assert standing(tmp_path) == []


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        duckdb.IOException('IO Error: Could not write file "x": No space left on device'),
        duckdb.OutOfMemoryException("failed to offload data block: max_temp_directory_size reached"),
    ],
)
def test_a_full_disk_is_told_alike_by_whoever_meets_it(tmp_path, fault):
    with (
        pytest.raises(Refused, match="The disk that holds .* is full; .* Nothing was kept."),
        Results(tmp_path).run([FILE], "1", now=NOW),
    ):
        raise fault
    assert standing(tmp_path) == []


@pytest.mark.small_disk
def test_a_disk_that_fills_under_the_engine_is_told(tmp_path):
    """A real small disk, where this user may mount one."""
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], check=True)
    try:
        with (
            pytest.raises(Refused, match="is full"),
            Results(place / "results").run([FILE], "1", now=NOW) as run,
            workspace.connect(run.scratch, memory="50MB") as connection,
        ):
            child = "<Child><ChildIdentifiers><LAchildID>{}</LAchildID></ChildIdentifiers></Child>"
            read(
                connection,
                census(tmp_path, "".join(child.format(os.urandom(40).hex()) for _ in range(60_000)), 2026),
                run.scratch,
            )
        assert standing(place / "results") == []
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_too_little_memory_is_told(tmp_path):
    with pytest.raises(Refused, match="too little memory"), workspace.told_plainly(tmp_path):
        raise duckdb.OutOfMemoryException("could not allocate block")
