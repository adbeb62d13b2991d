"""Children looked after as XML (EXPSSDA903): a child's own fields stand once and belong to the rows of several
tables.
"""

from dataclasses import dataclass

from ..formats.ssda903 import SSDA903
from ..tables import Column, Refused, Table
from .spools import Spools
from .xml_stream import Layout, Place

# Fields that stand directly in HEADER, by the table that they make a row of when any of them has words.
BESIDE = {
    "uasc": ("UASC", "DUC"),
    "oc3": ("IN_TOUCH", "ACTIV", "ACCOM"),
    "ad1": ("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"),
}
ROWS = {  # element in HEADER, by its table
    "AREVIEW": "reviews",
    "AMISSING": "missing",
    "PERMANENCE": "previous_permanence",
    "OC2": "oc2",
    "AD_PLACED": "placed_for_adoption",
}
OWN = tuple(column.name for column in SSDA903.table("header").columns)
WIDE = Table("header", tuple(Column(name) for name in (*OWN, *(name for names in BESIDE.values() for name in names))))
CALLED = {"CHILDID": "CHILD", "PL": "PLACE"}
# A child's rows wait for its end, because its number and birth date may come last.
MOST_ROWS, MOST_LETTERS = 20_000, 1 << 22


def layout() -> Layout:
    """A fresh tree of places."""
    lay = Layout(Place(""))
    root = lay.group(lay.root, "EXPSSDA903")
    child = lay.row(root, ("CHILD",), WIDE)
    _rename(child)
    head = lay.group(child, "HEADER")
    lay.fields(head)
    for name, table in ROWS.items():
        row = lay.row(head, (name,), SSDA903.table(table))
        child.inside[name] = row
    _rename(lay.row(child, ("EPISODE",), SSDA903.table("episodes")))
    return lay


def _rename(row: Place) -> None:
    for name, column in CALLED.items():
        if column in row.inside:
            row.inside[name] = row.inside.pop(column)


@dataclass
class Children:
    """Takes the rows of a child as its elements end and keeps them, with the child's own fields, when it ends."""

    spools: Spools
    file_no: int
    name: str

    def __post_init__(self):
        self._rows: list[tuple] = []
        self._letters = 0
        self._columns = {table.name: [c.name for c in table.columns] for table in SSDA903.tables}

    def __call__(self, place: Place, row: tuple) -> None:
        if place.table == "header":
            self._keep(place)
            return
        self.spools.counts[place.table] -= 1  # numbered when it is kept
        self._rows.append((place.table, place.line, place.values, place.lines))
        self._letters += sum(len(words) for words in place.values if words)
        if len(self._rows) > MOST_ROWS or self._letters > MOST_LETTERS:
            raise Refused(
                f"{self.name}, line {place.line}: one child has more than {MOST_ROWS:,} rows or {MOST_LETTERS:,} "
                "letters; the file may be damaged."
            )

    def _keep(self, place: Place) -> None:
        own = {
            c.name: (words, line)
            for c, words, line in zip(WIDE.columns, place.values, place.lines, strict=True)
            if words is not None
        }
        self.spools.counts["header"] -= 1
        self.spools.add("header", place.line, (), own, self.file_no)
        for table, line, values, lines in self._rows:
            columns = self._columns[table]
            found = {
                name: (words, at) for name, words, at in zip(columns, values, lines, strict=True) if words is not None
            }
            self.spools.add(table, line, (), {**self._shared(own, columns), **found}, self.file_no)
        self._rows.clear()
        self._letters = 0
        for table, names in BESIDE.items():
            found = {name: own[name] for name in names if name in own and own[name][0].strip()}
            if table == "uasc" and set(found) == {"UASC"} and found["UASC"][0].strip() == "0":
                continue  # "not unaccompanied"
            if found:
                line = min(at for _, at in found.values())
                self.spools.add(table, line, (), {**self._shared(own, self._columns[table]), **found}, self.file_no)
                flag = found.get("UASC")
                if flag and table == "uasc" and flag[0].strip() not in {"0", "1"}:
                    self.spools.unread(flag[1], "EXPSSDA903/CHILD/HEADER/UASC (neither 0 nor 1)", flag[0], self.file_no)

    @staticmethod
    def _shared(own: dict, columns: list[str]) -> dict:
        return {name: own[name] for name in ("CHILD", "SEX", "DOB") if name in own and name in columns}
