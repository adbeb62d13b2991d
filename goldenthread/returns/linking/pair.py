"""Two records that may be one child."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """Two records (each "source|ref") that may be one child.

    probability  from 0 to 1; 1 for an identifier that agrees and is borne out
    weight       the same as a match weight (log 2), by which pairs are ordered
    fields       (field, how it agrees, its part of the weight) for each field compared
    alone        whether it may be linked without a person
    why          why it is linked, or why a person must decide
    """

    a: str
    b: str
    probability: float
    weight: float
    fields: tuple[tuple[str, str, float], ...]
    alone: bool
    why: str
