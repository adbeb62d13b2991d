"""A program that ends by itself is started again; one that never came up ends all."""

import http.server
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from setup import processes

PAGES = "import http.server, sys; http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), "
PAGES += "http.server.SimpleHTTPRequestHandler).serve_forever()"
FOREVER = "import time; time.sleep(1000)"


@pytest.fixture
def free_port():
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as probe:
        return probe.server_port


def _python(code, *words):
    return [sys.executable, "-c", code, *map(str, words)]


def _supervisor(port, web, worker):
    """./run's last step in a process of its own, since it takes signals."""
    code = f"""
        from setup import processes
        processes.FIRST_PAUSE = processes.Program.pause = 0.1
        processes.stop_when_told()
        raise SystemExit(processes.serve({web!r}, {worker!r}, None, {port}))
    """
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _children(pid):
    return subprocess.run(["ps", "-o", "pid=,args=", "-ww", "--ppid", str(pid)], capture_output=True, text=True).stdout


def _pid_of(parent, word):
    """The number of the child in whose command the word stands."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for line in _children(parent).splitlines():
            if word in line:
                return int(line.split()[0])
        time.sleep(0.05)
    raise AssertionError(f"no {word} among {_children(parent)}")


@pytest.mark.parametrize("victim", ["web", "worker"])
def test_what_ends_by_itself_is_started_again_and_told(free_port, victim):
    web = _python("# web\n" + PAGES, free_port)
    running = _supervisor(free_port, web, _python("# worker\n" + FOREVER))
    try:
        assert "is ready" in running.stdout.readline()
        for _ in range(2):
            before = _pid_of(running.pid, f"# {victim}")
            os.kill(before, signal.SIGKILL)
            until = time.monotonic() + 20
            while _pid_of(running.pid, f"# {victim}") == before and time.monotonic() < until:
                time.sleep(0.05)
            assert _pid_of(running.pid, f"# {victim}") != before
        assert running.poll() is None
    finally:
        running.terminate()
    _, errors = running.communicate(timeout=30)
    name = {"web": "web server", "worker": "worker"}[victim]
    assert errors.count(f"The {name} stopped by itself (status -9); it is started again in") == 2
    assert running.returncode == 0


def test_one_that_never_comes_up_ends_all(free_port):
    running = _supervisor(free_port, _python("raise SystemExit(3)"), _python(FOREVER))
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "The web server stopped by itself (status 3), so all is stopped." in errors


def test_the_pause_grows_while_it_goes_on_ending_and_begins_anew(monkeypatch, capsys):
    moment = [1000.0]
    monkeypatch.setattr(processes.time, "monotonic", lambda: moment[0])
    program = processes.Program("worker", _python("raise SystemExit(7)"), None)
    program.start()
    for pause in (1, 2, 4, 8, 16, 30, 30):
        program.process.wait()
        program.keep_running()
        assert program.start_at == moment[0] + pause
        moment[0] += pause
        program.keep_running()
        assert program.start_at is None
    moment[0] += processes.STEADY_SECONDS
    program.process.wait()
    program.keep_running()
    assert program.start_at == moment[0] + 1
    assert "it is started again in 1 second." in capsys.readouterr().err
