"""Forms about accounts."""

from django import forms

from goldenthread.foundation.organisations.account_queries import SHOW
from goldenthread.foundation.organisations.models import AccountChange, AccountEvent
from goldenthread.foundation.ui.fields import HouseForm

HOW = "For instance: asked in person, or rung back at a number that you knew before. The second person reads it."


class AddressForm(HouseForm):
    email = forms.EmailField(
        label="New e-mail address", help_text="The person signs in by it from then on. Both addresses are told."
    )
    reason = forms.CharField(
        label="How do you know that this person asked for it?", widget=forms.Textarea, help_text=HOW
    )


class ResetForm(HouseForm):
    reason = forms.CharField(
        label="How do you know that this person asked for it?", widget=forms.Textarea, help_text=HOW
    )


class DecideForm(HouseForm):
    """Yes or no of the second person; whoever asked can only take it back."""

    YES = {
        AccountChange.Kind.ADDRESS: "Yes, the account is opened by this address from now on",
        AccountChange.Kind.SECOND_STEP: "Yes, take the second step away, so that the person sets up a new one",
    }
    answer = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect)
    reason = forms.CharField(label="Why not?", widget=forms.Textarea, required=False)

    def __init__(self, *args, change: AccountChange, own: bool, **given):
        super().__init__(*args, **given)
        no = [("no", "Take it back" if own else "No")]
        self.fields["answer"].choices = no if own else [("yes", self.YES[change.kind]), *no]


class ObjectForm(HouseForm):
    """Whose account it is says that they did not ask for a change."""

    objection = forms.CharField(
        label="What do you know of it?",
        widget=forms.Textarea,
        help_text="For instance: I asked nobody for this. Those who decide read it.",
    )


class CloseForm(HouseForm):
    sure = forms.BooleanField(
        label="Yes, close it",
        error_messages={"required": "Tick the box to close the account, or cancel."},
    )


class FindForm(HouseForm):
    """Search of people: a GET form, which needs no script."""

    q = forms.CharField(label="Name", required=False, max_length=200)

    def __init__(self, *args, by_address: bool, **given):
        super().__init__(*args, **given)
        if by_address:
            self.fields["q"].label = "Name, or whole e-mail address"


class HousePeopleForm(HouseForm):
    q = forms.CharField(label="Name, or whole e-mail address", required=False, max_length=200)
    show = forms.ChoiceField(label="Whom to show", choices=list(SHOW.items()), required=False)


class EventsForm(HouseForm):
    q = forms.CharField(label="Name, or whole e-mail address", required=False, max_length=200)
    kind = forms.ChoiceField(label="What happened", required=False)

    def __init__(self, *args, **given):
        super().__init__(*args, **given)
        words = [(code, f"{label[0].upper()}{label[1:]}") for code, label in AccountEvent.Kind.choices]
        self.fields["kind"].choices = [("", "Everything"), *words]
