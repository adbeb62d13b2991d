"""How a form asks before something unusual is kept: see `foundation/asking.py`."""

from django import forms

from goldenthread.foundation.asking import Question

PREFIX = "sure-"
TOGETHER = f"{PREFIX}together"


class Asks:
    """A part of every form. A field with a method `asks(value)` gives [(sentence, tick)] for a value that looks like a
    slip; `takes_sure` is said by a form whose operation asks by itself, and then takes the ticks as `sure`; `together`
    by a form of many rows, which asks of all of them with one box.
    """

    takes_sure = together = False
    ticks: dict[str, list[str]]  # the names of the boxes by the field under which they stand, "" for the whole form

    @property
    def sure(self) -> frozenset[str]:
        """The codes of the questions that were ticked."""
        start, all_at_once = self.add_prefix(PREFIX), self.add_prefix(TOGETHER)
        ticked = {name.removeprefix(start) for name in self.data if name.startswith(start)}
        return frozenset(ticked | set(str(self.data.get(all_at_once, "")).split(".")))

    def questions(self) -> list[Question]:
        """What the form itself asks of what was typed into it anew. Call it when the form is valid."""
        return [
            Question(sentence, tick, name)
            for name, field in self.fields.items()
            if hasattr(field, "asks") and self.cleaned_data.get(name) is not None
            if field.has_changed(self.get_initial_for_field(field, name), self[name].data)
            for sentence, tick in field.asks(self.cleaned_data[name])
        ]

    def ask(self, questions: list[Question]) -> None:
        """Show each question once, with its box, as an error where the form was sent and the box not ticked."""
        if self.together:
            self._ask_at_once(list(dict.fromkeys(questions)))
            return
        sure = self.sure if self.is_bound else ()
        for question in dict.fromkeys(questions):
            place = question.field if question.field in self.fields else ""
            name = PREFIX + question.code
            self.fields[name] = forms.BooleanField(label=question.tick, required=False)
            self.ticks.setdefault(place, []).append(name)
            if not self.is_bound:
                self.fields[name].help_text = question.sentence
            elif question.code not in sure:
                several = question.sentence.endswith("?")
                tick = "Tick what is right" if several else "If it is right, tick its box"
                self.add_error(place or None, f"{question.sentence} {tick} and save again.")

    def _ask_at_once(self, questions: list[Question]) -> None:
        """Each sentence stands with its field, and one box at the top answers these questions and no others."""
        if not questions:
            return
        many = len(questions) > 1
        label = f"Keep all {len(questions)} as they are" if many else questions[0].tick
        box = forms.CheckboxInput(attrs={"value": ".".join(question.code for question in questions)})
        self.data = self.data.copy()
        self.data.pop(self.add_prefix(TOGETHER), None)
        self.fields[TOGETHER] = forms.BooleanField(label=label, required=False, widget=box)
        self.ticks.setdefault("", []).append(TOGETHER)
        said = f"{len(questions)} things look unusual. If they are" if many else "Something looks unusual. If it is"
        self.add_error(None, f"{said} right, tick the box and save again.")
        for question in questions:
            name = self.name_in_front(question.field)
            self.add_error(question.field if question.field in self.fields else None, f"{name}{question.sentence}")

    def name_in_front(self, field: str) -> str:
        """What a sentence about a field of one of many rows begins with: "Referrals: "."""
        return ""
