"""Filters that live in the address. What is not on the list is left out, so that an old address still opens."""

from urllib.parse import urlencode

from django import forms

from goldenthread.foundation.ui.choice_fields import FromList
from goldenthread.foundation.ui.fields import HouseForm
from goldenthread.foundation.ui.words import lower_first
from goldenthread.thread.queries import choices
from goldenthread.thread.queries.filters import ThreadFilter, period_code, period_from
from goldenthread.thread.states import ActionState


class NarrowForm(HouseForm):
    """Group, agency, theme, priority, kind and period: the same for every stage of the thread."""

    period = forms.ChoiceField(label="Period", required=False)
    group = FromList("Group", empty="All groups")
    agency = FromList("Agency", empty="All agencies")
    theme = FromList("Theme", empty="All themes")
    priority = FromList("Priority", empty="All priorities")
    kind = forms.ChoiceField(label="Kind of work", required=False)

    def __init__(self, data, *, viewer, **options):
        super().__init__(data, auto_id="filter_%s", **options)
        own = period_from(data.get("period"))
        offered = choices.periods(viewer)
        if own and period_code(*own) not in dict(offered):
            offered.append((period_code(*own), f"{own[0]:%d.%m.%Y} to {own[1]:%d.%m.%Y}"))
        self.fields["period"].choices = [("", "All years"), *offered]
        self.fields["kind"].choices = [("", "All kinds"), *choices.kinds_in_use(viewer)]
        for name, rows, attribute in (
            ("group", choices.groups(viewer), "name"),
            ("agency", choices.agencies(viewer), "name"),
            ("theme", choices.themes(viewer), "name"),
            ("priority", choices.priorities(viewer), "title"),
        ):
            self.fields[name].offer([(row, getattr(row, attribute)) for row in rows])
        self.is_valid()

    def chosen(self, name):
        return self.cleaned_data.get(name) or None

    @property
    def narrow(self) -> ThreadFilter:
        def pk(name):
            return getattr(self.chosen(name), "pk", None)

        return ThreadFilter(
            pk("group"),
            pk("agency"),
            pk("theme"),
            pk("priority"),
            self.chosen("kind") or "",
            period_from(self.chosen("period")),
        )

    @property
    def in_words(self):
        """What was chosen, for a heading or a file; "" for nothing."""
        said = [
            f"{lower_first(field.label)}: {self._shown(name, self.cleaned_data[name])}"
            for name, field in self.fields.items()
            if self.cleaned_data.get(name)
        ]
        return "; ".join(said)

    @property
    def address(self):
        """The chosen filters as the part of an address after the question mark."""
        return urlencode({name: getattr(value, "pk", value) for name, value in self.cleaned_data.items() if value})


class PlanForm(NarrowForm):
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Open"), *ActionState.choices, ("all", "All states")]
    )
    overdue = forms.BooleanField(label="Only what is overdue", required=False)
