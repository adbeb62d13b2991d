"""`python -m goldenthread.returns`: the command line."""

import gc
import sys

from .command import main

if __name__ == "__main__":
    gc.disable()  # a run makes no rings of objects worth a search, and each search costs a large file its tenth
    sys.exit(main())
