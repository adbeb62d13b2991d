"""The forms by which a table of figures is pasted or loaded, mended where it was not understood, and kept."""

from django import forms

from goldenthread.foundation import asking
from goldenthread.foundation.ui.choice_fields import LookingForm, words
from goldenthread.foundation.ui.fields import DayField, HouseForm
from goldenthread.rooms.dataset.forms.figures import a_number, a_text, measured_in
from goldenthread.rooms.dataset.queries import reading, table, told_days

MOST_NAMES = 30  # that are mended at once: each has a list of all indicators
LEAVE = "Leave these rows out"


class PasteForm(HouseForm):
    text = words(
        "Paste the table", "Copy its cells in Excel, headings included, and paste them here.", 8, required=False
    )
    file = forms.FileField(
        label="Or choose a file", required=False, allow_empty_file=True, help_text="Excel (.xlsx) or CSV, up to 10 MB."
    )
    sheet = a_text("Which sheet of it?", 60, "Only if it is not the first one.")

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("text")) == bool(cleaned.get("file")):
            both = bool(cleaned.get("text"))
            self.add_error("file" if both else "text", BOTH if both else "Paste a table, or choose a file")
        return cleaned


BOTH = "There is a table above already: empty it, or choose no file"


class TableForm(LookingForm):
    """What was not understood, mended; and the figures kept. What it holds depends on the table."""

    takes_sure = together = True
    find = None
    period = a_text("Of which period are figures that name none?", 60, "For instance 2023-24, or April to June 2026.")
    area = forms.ChoiceField(label="Of which area are figures that name none?", required=False)
    quarters = forms.ChoiceField(
        label="What is Q1 of a year?",
        choices=[("", "April to June"), ("january", "January to March")],
        widget=forms.RadioSelect,
        required=False,
    )
    missing = forms.ChoiceField(
        label="What becomes of cells that say there is no figure?",
        choices=[("", "They are left out"), ("keep", "They are kept as “no figure”, with that reason")],
        widget=forms.RadioSelect,
        required=False,
    )
    source = a_text("Where do they come from?", 250, "The return, the system and the day it was read.")
    without_faults = forms.BooleanField(label="Keep the others without them", required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, viewer, plan, **options):
        self.plan = plan
        self.base_fields = type(self).base_fields | {
            f"column_{one.place}": forms.CharField(label=f"Column {one.name}", max_length=200, required=False)
            for one in plan.columns
        }
        offered = list(reading.indicators(viewer).filter(holder_id=viewer.partnership_id)) if plan.unknown else []
        choices = [("", LEAVE), *((str(one.pk), one.title) for one in offered)]
        for mark, (name, rows) in list(plan.unknown.items())[:MOST_NAMES]:
            said = f"Row {rows[0]}" if len(rows) == 1 else f"{len(rows)} rows, the first of them {rows[0]}"
            self.base_fields[f"name_{mark}"] = forms.ChoiceField(
                label=f"“{name[:80]}”", choices=choices, required=False, help_text=said
            )
        super().__init__(*args, **options)
        areas = [("", "The whole partnership"), *((str(one.pk), one.name) for one in reading.areas(viewer))]
        self.fields["area"].choices = areas
        for column in plan.columns:
            self.fields[f"column_{column.place}"].initial = column.heading
        self.fields["seen"].initial = plan.seen
        for name, needed in (
            ("period", plan.needs_period),
            ("quarters", plan.open_quarters),
            ("missing", plan.of("none") or self["missing"].value()),
            ("without_faults", plan.of("fault")),
        ):
            if not needed:
                del self.fields[name]

    def offer_found(self):
        """Nothing is found by words here."""

    def shows_now(self):
        """What is posted from the page as it is shown next counts as knowing of this plan."""
        self.data = self.data.copy()
        self.data["seen"] = self.plan.seen

    def boxes(self, start):
        return [self[name] for name in self.fields if name.startswith(start)]

    @property
    def names(self):
        return self.boxes("name_")

    @property
    def columns(self):
        """[(the column as it was understood, the box of its heading)]."""
        return [(one, self[f"column_{one.place}"]) for one in self.plan.columns]

    @property
    def columns_open(self):
        return any(one.role == "unknown" for one in self.plan.columns)

    @property
    def choices_shown(self):
        return [self[name] for name in ("period", "area", "quarters", "missing", "source") if name in self.fields]

    def clean_period(self):
        text = self.cleaned_data["period"]
        if text and told_days.days_in(text) is None:
            raise forms.ValidationError("Write a period such as 2023-24, April to June 2026 or 31 March 2024")
        return text

    def questions(self):
        """What the form of one figure asks of its number and its day, asked of each row and day."""
        found = []
        for cell in [*self.plan.of("new"), *self.plan.of("changed")]:
            for name in table.NUMBERS:
                if cell.values.get(name) is not None:
                    box = a_number(name)
                    if name == "value":
                        measured_in(box, cell.row.indicator)
                    found += [
                        asking.Question(f"{cell.where}: {said}", tick) for said, tick in box.asks(cell.values[name])
                    ]
        for ends in sorted({cell.row.ends for cell in self.plan.cells if cell.row}):
            found += [asking.Question(said, tick) for said, tick in DayField().asks(ends)]
        return found

    def name_in_front(self, field):
        mark = field.rpartition("_")[2]
        where = next((cell.where for cell in self.plan.cells if cell.mark == mark), "")
        return f"{where}: " if where else ""

    def refuse(self, error, field=None):
        for mark, kind, sentence in getattr(error, "found", ()):
            super().refuse(f"{self.name_in_front(f'{kind}_{mark}')}{sentence}")
        if not getattr(error, "found", ()):
            super().refuse(error, field)
