"""Why something is withdrawn or put back, and what becomes of what rests on it."""

from django import forms

from goldenthread.foundation.ui.choice_fields import words
from goldenthread.foundation.ui.fields import HouseForm
from goldenthread.foundation.withdrawals.operations import GO, field_of
from goldenthread.foundation.withdrawals.queries import Hanging


class WithdrawForm(HouseForm):
    reason = words(
        "Why is it withdrawn?",
        "Whoever could read it reads this, with your name and the day.",
        rows=3,
        max_length=2000,
    )
    public = words(
        "What may everybody be told?",
        "Only where a published report rests on it: its proof then says that it was withdrawn afterwards, and adds "
        "these words. Left empty, it says no more than that.",
        rows=2,
        required=False,
        max_length=500,
    )

    def __init__(self, *args, hanging: list[Hanging], **options):
        super().__init__(*args, **options)
        self.hanging = hanging
        for one in hanging:
            choices = [("", "Choose what becomes of it"), (GO, "Withdraw it too")]
            choices += [(name, f"It rests on: {said}") for name, said in one.others]
            self.fields[field_of(one.thing)] = forms.ChoiceField(
                label=f"What becomes of the {one.label} “{one.words}”?",
                choices=choices,
                required=one.directly,
                help_text="" if one.directly else "Needed only if what it rests on is withdrawn too.",
                error_messages={"required": f"Say what becomes of the {one.label} “{one.words}”"},
            )

    def answers(self, values: dict) -> dict[str, str]:
        """What is said of each thing that would rest on nothing, by its name."""
        return {one.name: values.pop(field_of(one.thing), "") for one in self.hanging}


class PutBackForm(HouseForm):
    reason = words("Why is it put back?", "It counts again, with all that was withdrawn with it.", 3, max_length=2000)


class KindForm(HouseForm):
    """Which kind of thing the list shows."""

    kind = forms.ChoiceField(label="What", required=False)

    def __init__(self, *args, kinds: list[tuple[str, str]], **options):
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", "Everything"), *kinds]
