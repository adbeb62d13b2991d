"""The parts of ./run and ./test: the trial's marks, two processes as one, the account of a run."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from setup import environment, postgres, run
from setup.outcome import Step, account, never_ran, results_from
from setup.test import Suite, _split_expression
from setup.trial import Trial


def test_a_new_database_is_marked_as_made_by_run(tmp_path):
    trial = Trial(tmp_path, "")
    trial.begin(with_examples=True)
    assert (tmp_path / "made-by-run").read_text() == f"{tmp_path / 'goldenthread.sqlite3'}\n"
    assert trial.examples_wanted
    assert trial.settings({})["GOLDENTHREAD_EXAMPLE_SIGN_IN"] == "1"
    assert trial.settings({"GOLDENTHREAD_DEBUG": "1"})["GOLDENTHREAD_DEBUG"] == ""


def test_a_database_that_stood_before_is_not_marked(tmp_path):
    (tmp_path / "goldenthread.sqlite3").touch()
    trial = Trial(tmp_path, "")
    trial.begin(with_examples=True)
    assert not (tmp_path / "made-by-run").exists()
    assert not trial.examples_wanted
    assert trial.settings({})["GOLDENTHREAD_EXAMPLE_SIGN_IN"] == ""


def test_examples_are_taken_up_after_an_interruption_and_loaded_once(tmp_path):
    Trial(tmp_path, "").begin(with_examples=True)
    (tmp_path / "goldenthread.sqlite3").touch()  # the first start ended here
    again = Trial(tmp_path, "")
    again.begin(with_examples=True)
    assert again.examples_wanted
    again.examples_loaded()
    assert not Trial(tmp_path, "").examples_wanted


def test_examples_once_declined_never_arrive_among_real_records(tmp_path):
    Trial(tmp_path, "").begin(with_examples=False)
    (tmp_path / "goldenthread.sqlite3").touch()
    later = Trial(tmp_path, "")
    later.begin(with_examples=True)
    assert not later.examples_wanted


def test_a_postgresql_of_somebody_is_never_taken_for_a_trial(tmp_path):
    Trial(tmp_path, "").begin(with_examples=True)
    trial = Trial(tmp_path, "postgres://somebody@server/records")
    trial.begin(with_examples=True)
    assert not trial.examples_wanted
    assert trial.settings({})["GOLDENTHREAD_EXAMPLE_SIGN_IN"] == ""


def _prepared(trial, monkeypatch):
    done = []
    monkeypatch.setattr(run, "_manage", lambda settings, *words: done.append(words[0]))
    run._prepare(trial, {})
    return done


def test_a_new_trial_gets_its_examples_once_and_every_start_is_brought_up_to_date(tmp_path, monkeypatch):
    trial = Trial(tmp_path, "")
    trial.begin(with_examples=True)
    every = [command for command, *_ in run.PREPARATION]
    assert every[0] == "migrate" and every[-1] == "collectstatic"
    assert _prepared(trial, monkeypatch) == [*every, "load_examples"]
    assert _prepared(trial, monkeypatch) == every


def test_examples_that_failed_to_load_are_tried_again(tmp_path, monkeypatch):
    trial = Trial(tmp_path, "")
    trial.begin(with_examples=True)
    monkeypatch.setattr(run.environment, "PYTHON", "false")
    with pytest.raises(SystemExit, match="“manage.py migrate --verbosity 0” failed"):
        run._prepare(trial, {"PATH": "/usr/bin:/bin"})
    assert trial.examples_wanted


@pytest.mark.parametrize(
    ("version", "warned"), [("3.40.1", True), ("3.51.2", True), ("3.51.3", False), ("3.53.0", False)]
)
def test_an_sqlite_with_the_fault_is_named_at_start(version, warned, monkeypatch, capsys):
    monkeypatch.setattr(run, "_output", lambda command, settings: version)
    run._warn_of_old_sqlite({})
    said = capsys.readouterr().out
    assert ("trust it with no more than a trial" in said) is warned
    assert said.count("\n") == int(warned)


WEB = """
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({status}); self.end_headers()
    def log_message(self, *words): pass
http.server.HTTPServer(("127.0.0.1", {port}), Page).serve_forever()
"""
LONG = "import time; time.sleep(60)"
SERVE = """
import os, sys
from setup import processes
from setup.processes import serve, stop_when_told
processes.SECONDS_TO_STOP = 2
stop_when_told()
web, worker = [[sys.executable, "-c", code] for code in sys.argv[1:3]]
raise SystemExit(serve(web, worker, dict(os.environ), int(sys.argv[3])))
"""


def _served(worker=LONG, status=200):
    """Start both under the supervisor; returns it and the port."""
    port = postgres._free_port()
    code = [WEB.format(port=port, status=status), worker, str(port)]
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, *code],
        cwd=environment.ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ), port


def _is_free(port):
    return not run._answers("127.0.0.1", port)


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_both_stop_together_when_told(told):
    serving, port = _served()
    assert serving.stdout.readline() == f"Golden Thread is ready at http://localhost:{port} (Ctrl-C stops it).\n"
    serving.send_signal(told)
    said, complaint = serving.communicate(timeout=20)
    assert (serving.returncode, said, complaint) == (0, "Stopping …\n", "")
    assert _is_free(port)


def test_one_that_does_not_listen_is_ended_all_the_same():
    deaf = "import os, signal, time; signal.signal(15, signal.SIG_IGN); print(os.getpid(), flush=True); time.sleep(60)"
    serving, _ = _served(worker=deaf)
    worker = next(int(line) for line in serving.stdout if line.strip().isdigit())
    serving.terminate()
    serving.communicate(timeout=20)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_first_page_that_fails_is_no_start():
    serving, port = _served(status=500)
    said, complaint = serving.communicate(timeout=20)
    assert serving.returncode == 1
    assert "ready" not in said
    assert "its first page answers with an error (500)" in complaint
    assert _is_free(port)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can promise it")
def test_nothing_outlives_a_run_that_was_killed():
    serving, port = _served()
    with serving:
        serving.stdout.readline()
        serving.kill()
    until = time.monotonic() + 10
    while not _is_free(port) and time.monotonic() < until:
        time.sleep(0.05)
    assert _is_free(port)


def _step(name, **results):
    return Step(name, "failed" in results.values(), 1, {test: (result, "why") for test, result in results.items()})


def test_a_test_that_ran_on_one_database_did_run():
    steps = [_step("SQLite", a="passed", b="skipped", c="skipped"), _step("PostgreSQL", a="skipped", b="passed")]
    assert never_ran(steps) == {"c": "why"}


def test_what_did_not_run_stands_last():
    lines = account([_step("Tests", a="passed", b="failed", c="passed")], {"the browser": "none is here"}, 12.34)
    assert lines[-3:] == ["  failed: b", "1 failed, 2 passed in 12.3s", "Did not run: the browser: none is here"]


@pytest.mark.parametrize(
    ("without", "not_run", "missed"),
    [
        (set(), {}, False),
        (set(), {"tests in a browser": "none is here"}, True),
        ({"browser"}, {"tests in a browser": "left out by --without"}, False),
        ({"postgres"}, {"tests in a browser": "none is here"}, True),
        ({"postgres"}, {"tests/test_x.py::test_lock": "needs PostgreSQL"}, False),
    ],
)
def test_only_what_was_asked_for_may_be_missing(without, not_run, missed, tmp_path):
    suite = Suite(without, [], tmp_path)
    suite.not_run = not_run
    assert suite._missed() is missed


def test_an_expression_of_the_person_joins_that_of_the_step():
    assert _split_expression(["-x", "-m", "slow", "-k", "words"]) == ("slow", ["-x", "-k", "words"])


def test_results_are_read_from_what_pytest_wrote(tmp_path):
    (tmp_path / "test_three.py").write_text(
        textwrap.dedent("""
            import pytest
            def test_good(): pass
            def test_bad(): assert 0
            @pytest.mark.skip(reason="no ladder")
            def test_left(): pass
            @pytest.mark.xfail
            def test_hoped(): assert 0
        """)
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider", "-c", "/dev/null"]
    subprocess.run([*command, "--rootdir", tmp_path, "--junitxml", tmp_path / "out.xml", tmp_path], capture_output=True)
    found = {test.split("::")[-1]: result for test, result in results_from(tmp_path / "out.xml").items()}
    assert found == {
        "test_good": ("passed", ""),
        "test_bad": ("failed", ""),
        "test_left": ("skipped", "no ladder"),
        "test_hoped": ("passed", ""),
    }
    assert results_from(tmp_path / "nothing.xml") == {}
