"""./returns: set up, then run the command line of the returns where the person stands."""

import os
import sys

from setup import environment


def main() -> None:
    """Provide what the returns need, then become their command line."""
    environment.provide("requirements-returns.lock")
    settings = environment.clean_environment() | {"PYTHONPATH": str(environment.ROOT)}
    os.execve(environment.PYTHON, [str(environment.PYTHON), "-m", "goldenthread.returns", *sys.argv[1:]], settings)


if __name__ == "__main__":
    main()
