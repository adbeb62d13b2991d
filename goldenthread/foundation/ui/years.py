"""Which year was probably meant, where somebody typed one that is far away or none at all."""

import re

MOST_SLIPS = 2


def likely(typed: str, first: int, last: int, *, near: int) -> list[int]:
    """Years from `first` to `last` that `typed` looks like, the likeliest first; none where it looks like none.

    A year whose last two figures were typed comes first (1026 and 26 for 2026), then those with the fewest slips of a
    finger (one figure too many, too few, another, or two the wrong way round), then those nearest to `near`.

        likely("1026", 1996, 2041, near=2026)[0]  gives  2026
    """
    if not re.fullmatch(r"[0-9]{2,6}", typed):
        return []
    found = []
    for year in range(first, last + 1):
        slips = _slips(typed, str(year))
        ending = typed[-2:] == str(year)[-2:] and (len(typed) == 2 or slips <= MOST_SLIPS)
        if year != _number(typed) and (ending or (len(typed) > 2 and slips <= MOST_SLIPS)):
            found.append((not ending, slips, abs(year - near), year))
    return [year for *_, year in sorted(found)]


def _number(typed: str) -> int | None:
    return int(typed) if len(typed) == 4 else None


def _slips(one: str, other: str) -> int:
    """How many slips of a finger make one text of the other (Damerau and Levenshtein)."""
    before, row = [], list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        below = [at]
        for place, wanted in enumerate(other, 1):
            least = min(row[place] + 1, below[-1] + 1, row[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                least = min(least, before[place - 2] + 1)
            below.append(least)
        before, row = row, below
    return row[-1]
