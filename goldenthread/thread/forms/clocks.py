"""The clocks that fit a kind of work, offered on the form that records it: a box for each, and its first day."""

from django import forms

from goldenthread.foundation.ui.fields import DayField
from goldenthread.thread.queries import choices


class OffersClocks:
    """For a form with `kind` and `on`: the clocks of its kind as fields, once the kind is known.

    The kind is known from the address (?kind=) or from what was posted. Somebody who chooses it on the page itself is
    asked once more, with the clocks in place and their first day filled in: no script is needed. `starts_clocks` is
    what they ticked, as [(key of the rule, day)].
    """

    SHOWN = "clocks_of"  # the kind whose clocks were on the page that was posted

    def offer_clocks(self, viewer):
        settled = self.initial.get("kind", "")
        kind = self.data.get("kind", settled) if self.is_bound else settled
        self.rows = {f"clock_{number}": row for number, row in enumerate(choices.clocks_of_kind(viewer, kind))}
        self.asks_again = self.is_bound and bool(self.rows) and self.data.get(self.SHOWN) != kind
        if self.asks_again:
            self.data = self.data.copy()
            self.data[self.SHOWN] = kind
        for name, row in self.rows.items():
            rule = row["rule"]
            self.fields[name] = forms.BooleanField(
                label=f"{rule.outcome}: {rule.time}",
                required=False,
                help_text=f"Counted from: {rule.trigger}. {rule.whose}. {rule.how_sure}.",
            )
            self.fields[f"{name}_on"] = DayField(label="When did it start?", required=False)
            if self.asks_again:
                for part in ("day", "month", "year"):
                    self.data[f"{name}_on_{part}"] = self.data.get(f"on_{part}", "")
        if self.rows:
            self.fields[self.SHOWN] = forms.CharField(widget=forms.HiddenInput, initial=kind, required=False)

    def clean(self):
        found = super().clean()
        found.pop(self.SHOWN, None)
        if self.asks_again:
            self.add_error(
                "kind" if "kind" in self.fields else None,
                "Time limits go with this kind of work. Tick those that run, at the end of the page, and record it.",
            )
        clocks = []
        for name, row in self.rows.items():
            ticked, on = found.pop(name, False), found.pop(f"{name}_on", None)
            if ticked and on is None and f"{name}_on" not in self.errors:
                self.add_error(f"{name}_on", "Enter the day on which this clock started.")
            elif ticked:
                clocks.append((row["rule"].key, on))
        found["clocks"] = clocks
        return found
