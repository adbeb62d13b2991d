"""How a form asks before something unusual is kept: see `foundation/asking.py`."""

from django import forms

from goldenthread.foundation.asking import Question

PREFIX = "sure-"


class Asks:
    """A part of every form. A field with a method `asks(value)` gives [(sentence, tick)] for a value that looks like a
    slip; `takes_sure` is said by a form whose operation asks by itself, and then takes the ticks as `sure`.
    """

    takes_sure = False
    ticks: dict[str, list[str]]  # the names of the boxes by the field under which they stand, "" for the whole form

    @property
    def sure(self) -> frozenset[str]:
        """The codes of the questions that were ticked."""
        start = self.add_prefix(PREFIX)
        return frozenset(name.removeprefix(start) for name in self.data if name.startswith(start))

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
