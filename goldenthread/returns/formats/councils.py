"""Which English council with children's services an area's code belongs to: `councils.csv`.

A row for each district and unitary council of 2021, 2023 and 2025: its code of the Office for National Statistics
(laua), the three-digit code that the council's returns carry, and that council's name. A district stands under its
county.

Source: the Department for Education's published look-up of both codes in "Children looked after in England" 2025, and
for districts the lower to upper tier look-ups of the Office for National Statistics of April 2021 and 2023; the codes
of Barnsley and Sheffield of April 2025 added by hand. Contains public sector information licensed under the Open
Government Licence v3.0.
"""

import csv
from functools import cache
from pathlib import Path

COUNCILS = Path(__file__).parent / "councils.csv"


@cache
def councils() -> dict[str, str]:
    """{three-digit code: name} of each council."""
    with COUNCILS.open(encoding="utf-8", newline="") as file:
        return {row["council"]: row["name"] for row in csv.DictReader(file)}
