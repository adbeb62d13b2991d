"""Debian's packages for what the tests need beyond Python: a browser and PostgreSQL."""

import os
import shutil
import subprocess


def install(name: str, *packages: str) -> str:
    """Install packages by apt-get where this user may; returns why not, or nothing."""
    if not shutil.which("apt-get"):
        return f"{name} is not installed and there is no apt-get to install it with"
    before = _as_administrator()
    if before is None:
        return f"{name} is not installed, and only an administrator may: apt-get install {' '.join(packages)}"
    print(f"Installing {name} ({', '.join(packages)}) with apt-get …", flush=True)
    apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if _output_of(command)[0]:
        _output_of([*apt, "update"])
        failed, said = _output_of(command)
        if failed:
            return f"{name} is not installed, and apt-get could not install it: {said[-300:]}"
    return ""


def _as_administrator() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and not _output_of([sudo, "-n", "true"])[0]:
        return [sudo, "-n"]
    return None


def _output_of(command: list[str]) -> tuple[int, str]:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    return done.returncode, done.stdout.strip()
