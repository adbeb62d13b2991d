"""What changed since an earlier run of the same return: faults that are new, that still stand, that are gone."""

from dataclasses import dataclass
from pathlib import Path

from ..tables import Refused

FAULTS = "faults.csv"


@dataclass(frozen=True)
class Changed:
    """Counts of faults by rule: {rule: (new, still there, gone)}, and the sums."""

    rules: dict[str, tuple[int, int, int]]

    @property
    def total(self) -> tuple[int, int, int]:
        return tuple(sum(column) for column in zip(*self.rules.values(), strict=True)) if self.rules else (0, 0, 0)


def compare(connection, earlier: Path) -> Changed:
    """Hold `fault_list` beside an earlier result. Raises Refused when that folder holds no list of faults.

    A fault is the same when its rule, its child and the words of its fields are; its line may have moved.
    """
    path = earlier / FAULTS
    if not path.is_file():
        raise Refused(f"{earlier.name} holds no {FAULTS}: name the folder of an earlier result of a check.")
    rows = connection.execute(
        """
        WITH now AS (
            SELECT rule, mark, row_number() OVER (PARTITION BY rule, mark) AS nth FROM fault_list
        ), before AS (
            SELECT rule, mark, row_number() OVER (PARTITION BY rule, mark) AS nth
            FROM read_csv(?, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')
        )
        SELECT coalesce(n.rule, b.rule) AS rule, count(*) FILTER (WHERE b.mark IS NULL),
               count(*) FILTER (WHERE n.mark IS NOT NULL AND b.mark IS NOT NULL), count(*) FILTER (WHERE n.mark IS NULL)
        FROM now AS n FULL OUTER JOIN before AS b ON b.rule = n.rule AND b.mark = n.mark AND b.nth = n.nth
        GROUP BY 1 ORDER BY 1""",
        [str(path)],
    ).fetchall()
    return Changed({rule: (new, still, gone) for rule, new, still, gone in rows})
