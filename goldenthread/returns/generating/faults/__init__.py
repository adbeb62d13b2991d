"""The faults that real census files have, put into made-up children one at a time.

Each takes (draw, child, year), changes the child and says whether it could.
"""

from . import of_children, of_episodes
from .register import FAULTS

__all__ = ["FAULTS", "of_children", "of_episodes"]
