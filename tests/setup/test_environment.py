"""The environment: made once, made again when it was left half-filled, never filled by a foreign pip."""

import shutil

import pytest

from setup import environment


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A folder with a lock and a pip; installing is only counted, since the rest of the suite runs in a real one."""
    (tmp_path / "setup").mkdir()
    shutil.copy(environment.ROOT / "setup" / "pip.sha256", tmp_path / "setup")
    for wheel in (environment.ROOT / "setup").glob("*.whl"):
        shutil.copy(wheel, tmp_path / "setup")
    (tmp_path / "requirements.lock").write_text("one==1\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(environment, "UNFINISHED", tmp_path / ".venv/installing")
    return tmp_path


@pytest.fixture
def installs(monkeypatch):
    seen = []
    monkeypatch.setattr(environment, "_install", lambda lock, held, from_source: seen.append(lock.read_text()))
    return seen


def test_the_environment_is_filled_once_for_each_lock(house, installs):
    environment.provide("requirements.lock")
    assert environment.PYTHON.exists()
    environment.provide("requirements.lock")
    assert installs == ["one==1\n"]
    (house / "requirements.lock").write_text("one==2\n")
    environment.provide("requirements.lock")
    assert installs == ["one==1\n", "one==2\n"]


def test_an_interrupted_installation_is_done_afresh(house, installs, monkeypatch):
    def interrupted(lock, held, from_source):
        (environment.VENV / "half-a-package").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment, "_install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            environment.provide("requirements.lock")
    environment.provide("requirements.lock")
    assert installs == ["one==1\n"]
    assert not (environment.VENV / "half-a-package").exists()
    assert not environment.UNFINISHED.exists()


def test_an_environment_whose_python_is_gone_is_made_afresh(house, installs):
    environment.provide("requirements.lock")
    environment.PYTHON.unlink()
    environment.PYTHON.symlink_to(house / "nothing")
    environment.provide("requirements.lock")
    assert installs == ["one==1\n", "one==1\n"]


def test_a_pip_that_was_changed_is_not_used(house):
    wheel = environment.pip_wheel()
    wheel.write_bytes(wheel.read_bytes()[:-1] + b"?")
    with pytest.raises(SystemExit, match="is not the file that was committed"):
        environment.pip_wheel()
