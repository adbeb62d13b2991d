"""Releasing several things of one piece of work on one page."""

import re
from dataclasses import dataclass
from itertools import groupby

from django import forms

from goldenthread.foundation.history import queries as history
from goldenthread.foundation.room import Refused, noun_of
from goldenthread.foundation.ui.choice_fields import words
from goldenthread.foundation.ui.fields import HouseForm
from goldenthread.foundation.ui.words import lower_first, moment
from goldenthread.thread import rules
from goldenthread.thread.models import Audience, Source, Voice
from goldenthread.thread.operations import Releasing
from goldenthread.thread.queries.releasing import Candidate

A_TEXT = re.compile(r"text_[a-z]{1,20}_[0-9]{1,18}")
NO_LONGER_HERE = (
    "Something that you ticked is no longer here to be released by you: somebody changed it while you were looking. "
    "What you wrote for it stands at the end of the form."
)
NAMED_ALREADY = (
    "For others it is called “{}” already, which changes only when the work itself is released. Put that name back, or "
    "tick the work itself."
)


@dataclass(frozen=True)
class Chosen:
    """A thing that was ticked, with the text that they will read."""

    candidate: Candidate
    public_text: str

    @property
    def is_source(self) -> bool:
        return self.candidate.thing.source is self.candidate.thing

    @property
    def as_behind(self) -> bool:
        """Whether it is word for word the text behind it, which nobody made for others."""
        return not self.candidate.proposed.made and self.public_text.split() == self.candidate.text.split()


def _hidden():
    """Without an id, like the hidden version: it is drawn once for the whole form."""
    return forms.CharField(required=False, widget=forms.HiddenInput(attrs={"id": False}))


class ReleaseWorkForm(HouseForm):
    """A box to tick and a text for each thing. `seen` holds the version of each as it was shown, `shown` by a digest
    what the second page showed that they will see.

    It cleans to `chosen`, a list of `Chosen`, and `public_label`.
    """

    public_label = forms.CharField(label="What is the work called there?", max_length=250, required=False)
    seen = _hidden()
    shown = _hidden()

    def __init__(self, *args, source: Source, audience: str, candidates: list[Candidate], **options):
        super().__init__(*args, **options)
        self.source, self.audience, self.candidates = source, audience, candidates
        self.work_too = next((one for one in candidates if one.thing is source), None)
        self._ask_for_label()
        for one in candidates:
            called = lower_first(one.called)
            self.fields[f"tick_{one.name}"] = forms.BooleanField(
                label=f"Release {called}", required=False, initial=one.ticked
            )
            text = words(f"What will they read of {called}?", one.proposed.says, rows=4, required=False)
            text.initial = one.proposed.text
            self.fields[f"text_{one.name}"] = text
        self.fields["seen"].initial = _pairs(self._versions)

    def _ask_for_label(self):
        source = self.source
        if source.audience == Audience.PUBLIC or (source.public_label and not self.work_too):
            del self.fields["public_label"]
            return
        label = self.fields["public_label"]
        label.initial = source.public_label
        label.help_text = "Shown where the work itself stays closed, for instance “a confidential review”."
        if self.work_too:
            label.help_text += (
                f" If you release the work itself, leave it empty to show its own title: “{source.title}”."
            )

    @property
    def _versions(self) -> dict[str, str]:
        of_parts = {one.name: str(one.thing.version) for one in self.candidates}
        return of_parts | {"work": str(self.source.version)}

    def refilled(self):
        """What came after the draft was begun is read now for the first time."""
        self.initial["seen"] = _pairs(self._versions | _read(self.initial.get("seen", "")))

    @property
    def sections(self) -> list[tuple[str, list]]:
        """[(section, [(candidate, its box to tick, its text)])]."""
        return [
            (section, [(one, self[f"tick_{one.name}"], self[f"text_{one.name}"]) for one in rows])
            for section, rows in groupby(self.candidates, key=lambda one: one.section)
        ]

    @property
    def gone(self) -> list[tuple[str, str]]:
        """(name, text) of what was typed for things that are not here any more."""
        names = [name for name in self.data if A_TEXT.fullmatch(name) and name not in self.fields]
        return [(name, self.data[name]) for name in names if self.data[name].strip()] if self.is_bound else []

    @property
    def digests(self) -> dict[str, str]:
        """{name: what the second page showed of it}."""
        return _read(self.data.get("shown", ""))

    def clean(self):
        found = super().clean()
        label = found.get("public_label") or ""
        chosen = [
            Chosen(one, found.get(f"text_{one.name}") or "") for one in self.candidates if found.get(f"tick_{one.name}")
        ]
        with_work = any(one.candidate is self.work_too for one in chosen)
        for one in chosen:
            self._may_leave(one, label or ("its own title" if with_work else ""))
        if label and not with_work and self.source.public_label not in ("", label):
            self.add_error("public_label", NAMED_ALREADY.format(self.source.public_label))
        ticked = [name for name in self.data if name.startswith("tick_") and name not in self.fields]
        if any(self.data[name] not in ("", "False") for name in ticked):
            self.add_error(None, NO_LONGER_HERE)
        elif not chosen:
            self.add_error(None, "Tick at least one thing to release, or go back.")
        self._tell_changed(chosen)
        return {"chosen": chosen, "public_label": label}

    def _may_leave(self, one, label):
        """Everything that a rule refuses says so at once."""
        thing = one.candidate.thing
        try:
            rules.may_release(thing, self.audience, one.public_text, label)
            if isinstance(thing, Voice):
                rules.may_quote(thing, self.audience)
        except Refused as refused:
            if refused.field == "public_label":
                if "public_label" not in self.errors:
                    self.add_error("public_label", refused.sentence)
            else:
                self.add_error(f"text_{one.candidate.name}", f"{one.candidate.called}: {refused.sentence}")

    def _tell_changed(self, chosen):
        """What somebody changed since it was shown; the next post counts as knowing of it."""
        seen, now = _read(self.data.get("seen", "")), self._versions
        changed = {
            f"tick_{one.candidate.name}": (one.candidate.called, one.candidate.thing)
            for one in chosen
            if seen.get(one.candidate.name) != now[one.candidate.name]
        }
        if (
            chosen
            and seen.get("work") != now["work"]
            and not any(thing is self.source for _, thing in changed.values())
        ):
            changed[None] = ("The work itself", self.source)
        hands = history.last_hands([_told(thing) for _, thing in changed.values()]) if changed else {}
        for field, (called, thing) in changed.items():
            by, at = hands[_told(thing)]
            when = f" on {moment(at)}" if at else ""
            self.add_error(field, f"{called}: {by} changed this{when}. Read it again, then send this once more.")
        if changed:
            self._put("seen", _pairs(now))

    def show(self, digests: dict[str, str]) -> None:
        """What the second page shows, which the next post confirms."""
        self._put("shown", _pairs(digests))

    def _put(self, name, value):
        self.data = self.data.copy()
        self.data[name] = value

    def releases(self) -> list[Releasing]:
        """What was ticked, for the operation."""
        digests = self.digests
        return [
            Releasing(
                one.candidate.thing, one.candidate.thing.version, one.public_text, digests.get(one.candidate.name, "")
            )
            for one in self.cleaned_data["chosen"]
        ]


def _told(thing):
    return noun_of(type(thing)), thing.ref


def _pairs(values):
    return " ".join(f"{name}:{value}" for name, value in values.items())


def _read(text):
    return dict(pair.split(":", 1) for pair in str(text).split() if ":" in pair)
