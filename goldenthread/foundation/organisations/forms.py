"""Forms of "Who we are"."""

from django import forms

from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.organisations import queries, rules
from goldenthread.foundation.organisations.leaving import name_of
from goldenthread.foundation.papers.forms import PaperField
from goldenthread.foundation.people.models import Body, Group, Membership
from goldenthread.foundation.people.seat_filters import runs_on
from goldenthread.foundation.ui.choice_fields import FromList
from goldenthread.foundation.ui.fields import DayField, HouseForm


class PersonForm(HouseForm):
    name = forms.CharField(label="Name", max_length=200)
    title = forms.CharField(label="Post", max_length=200, required=False)


SECOND = " It waits until a second person confirms it."


class SeatForm(HouseForm):
    """A seat's scope follows from its role: the whole partnership, one group, or one agency."""

    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    title = forms.CharField(
        label="Office held", max_length=200, required=False, help_text="For instance Director of Children’s Services."
    )
    membership = forms.ModelChoiceField(
        Membership.objects.none(),
        label="Agency",
        required=False,
        help_text="For partners, agency leads and action owners.",
    )
    group = forms.ModelChoiceField(
        Group.objects.none(), label="Group", required=False, help_text="For chairs and members of a group."
    )
    starts = DayField(label="First day", offer_today=True)

    def __init__(self, *args, viewer, partnership, **given):
        super().__init__(*args, **given)
        self.partnership = partnership
        self.fields["role"].choices = [
            (code, f"{role.title}: {role.sentence}{SECOND if role.second_person else ''}")
            for code, role in roles().items()
            if code in rules.given_by(viewer, "people.edit")
        ]
        self.fields["membership"].queryset = queries.memberships_of(viewer)
        self.fields["membership"].queryset = queries.memberships_of(viewer).filter(runs_on(viewer.today))
        self.fields["membership"].label_from_instance = lambda row: row.agency.name
        led = queries.groups_of(viewer).filter(lead_id=viewer.partnership_id)
        self.fields["group"].queryset = led.filter(runs_on(viewer.today))

    def clean(self):
        cleaned = super().clean()
        scopes = roles()[cleaned["role"]].scopes if cleaned.get("role") else ()
        if "group" in scopes and not cleaned.get("group"):
            self.add_error("group", "Choose the group that this seat is in.")
        if scopes == ("membership",) and not cleaned.get("membership"):
            self.add_error("membership", "Choose the agency that this seat is for.")
        return cleaned if self.errors else self._with_scope(cleaned, scopes)

    def _with_scope(self, cleaned, scopes):
        """What was chosen with the one scope that the role allows, as `give_seat` takes it."""
        membership, group = cleaned.pop("membership", None), cleaned.pop("group", None)
        if "group" in scopes:
            return cleaned | {"group": group, "acting_for": membership.agency if membership else None}
        if "membership" in scopes and membership:
            return cleaned | {"membership": membership}
        return cleaned | {"partnership": self.partnership}


class NewPersonForm(SeatForm):
    """Somebody and their first seat here."""

    name = forms.CharField(label="Name", max_length=200)
    post = forms.CharField(label="Post", max_length=200, required=False)
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="Give one if this person will sign in. Whoever has exactly this address in the house already takes "
        "the seat, and keeps their name and post.",
    )
    field_order = ["name", "post", "email", "role", "title", "membership", "group", "starts"]


class ConfirmSeatForm(HouseForm):
    """Yes or no of the second person; whoever proposed the seat can only take it back."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=[("yes", "Yes, this person takes this seat"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Why not?", widget=forms.Textarea, required=False)

    def __init__(self, *args, own, **given):
        super().__init__(*args, **given)
        if own:
            self.fields["answer"].choices = [("no", "Take it back")]


class HouseSeatForm(HouseForm):
    """The house administrator gives somebody a seat by which others can be given."""

    partnership = forms.ModelChoiceField(Body.objects.none(), label="In which partnership?")
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    name = forms.CharField(
        label="Name", max_length=200, help_text="Whoever has this address in the house already keeps their name."
    )
    email = forms.EmailField(label="E-mail address")

    def __init__(self, *args, viewer, **given):
        super().__init__(*args, **given)
        self.fields["partnership"].queryset = queries.record_holders().filter(kind=Body.Kind.PARTNERSHIP)
        self.fields["role"].choices = [
            (code, f"{role.title}: {role.sentence}")
            for code, role in roles().items()
            if code in rules.given_by(viewer, "house.administer")
        ]


class SeatEditForm(HouseForm):
    title = forms.CharField(label="Office held", max_length=200, required=False)
    agreement_signed_on = DayField(label="Agreement signed on", required=False)
    dbs_checked_on = DayField(label="Date of the DBS check", required=False)
    ends = DayField(label="Last day", required=False, help_text="Leave empty while the seat is held.")
    at_once = forms.BooleanField(
        label="End it now", required=False, help_text="It opens nothing from this moment, and today is its last day."
    )


class EndSeatForm(HouseForm):
    ends = DayField(label="Last day", offer_today=True, required=False)
    at_once = SeatEditForm.base_fields["at_once"]


class AgencyForm(HouseForm):
    name = forms.CharField(label="Name of the agency", max_length=200)
    short_name = forms.CharField(label="Short name", max_length=60, required=False)
    capacity = forms.ChoiceField(
        label="In which capacity?", choices=Membership.Capacity.choices, widget=forms.RadioSelect
    )
    starts = DayField(label="First day", required=False, help_text="Leave empty when not known.")


STAYS, FOR_ALL, FOR_EACH = "stays", "all", "each"


NEW = "This came in since the page was shown: say who takes it."
WHO = "Say who takes this over, or that it stays"


def _named(things) -> list[tuple[str, str]]:
    return [(key, thing.name) for key, thing in things.items()]


class HandOverForm(HouseForm):
    """Who takes over what an agency owes: one agency for all, or one for each thing, or nobody yet."""

    all_to = forms.ChoiceField(
        label="Who takes it over?",
        initial=FOR_EACH,
        help_text="For everything below, but where you choose otherwise.",
    )
    reason = forms.CharField(
        label="Why does it pass to them?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stands in the history of each thing.",
    )
    shown = forms.BooleanField(label="Whoever takes over may read what it says below", required=False)

    def __init__(self, *args, agency, owed, successors, **given):
        super().__init__(*args, **given)
        self.owed, self.takers = owed, {}
        self.bodies = {body.key: body for body in successors}
        self.stays = f"Nobody yet: it stays with {agency.name}"
        self.fields["all_to"].choices = [(FOR_EACH, "Choose for each below"), *_named(self.bodies), (STAYS, self.stays)]
        for one in owed:
            for thing in one.things:
                self._ask(one, thing)
        if all(one.takers is not None for one in owed):
            del self.fields["all_to"]
        if not owed:
            del self.fields["reason"]
        if not any(thing.shows for one in owed for thing in one.things):
            del self.fields["shown"]

    def _ask(self, one, thing):
        """Who takes one thing: an agency, as for all or by itself; or one of those whom its kind names."""
        by_itself = one.takers is not None
        takers = {taker.key: taker for taker in one.takers} if by_itself else self.bodies
        field = forms.ChoiceField(label=thing.sentence, help_text=thing.shows, initial="" if by_itself else FOR_ALL)
        first = ("", "Choose one") if by_itself else (FOR_ALL, "As chosen for all")
        field.choices = [first, *_named(takers), (STAYS, thing.stays or self.stays)]
        field.error_messages["required"] = f"{WHO}: {thing.sentence}" if by_itself else NEW
        name = name_of(one.kind, thing)
        self.fields[name], self.takers[name] = field, takers

    def clean(self):
        """Everything has an answer; what comes of it is what `operations.hand_over_owed` is given."""
        cleaned = super().clean()
        for one in self.owed:
            for thing in one.things:
                name = name_of(one.kind, thing)
                if cleaned.get(name) == FOR_ALL and cleaned.get("all_to") == FOR_EACH:
                    self.add_error(name, f"{WHO}: {thing.sentence}")
        return cleaned if self.errors else self._answers(cleaned)

    def _answers(self, cleaned) -> dict:
        names = [name_of(one.kind, thing) for one in self.owed for thing in one.things]
        chosen = {name: cleaned.pop(name) for name in names}
        for_all = cleaned.pop("all_to", None)
        taken = {name: self.takers[name].get(for_all if key == FOR_ALL else key) for name, key in chosen.items()}
        return {"reason": "", **cleaned, "takes": taken}

    def by_kind(self) -> list:
        """(label, the fields of its things with their addresses) of each kind, for the page."""
        return [
            (one.kind.label, [(self[name_of(one.kind, thing)], thing) for thing in one.things]) for one in self.owed
        ]


class EndForm(HandOverForm):
    on = DayField(label="Last day", offer_today=True)
    field_order = ("on",)


OTHERWISE = "Here a misspelling is mended. What is called otherwise from a day on is renamed on a page of its own."


class GroupForm(HouseForm):
    name = forms.CharField(label="Name of the group", max_length=200)
    short_name = forms.CharField(label="Short name", max_length=40, required=False)
    kind = forms.ChoiceField(
        label="What kind of group is it?",
        choices=[c for c in Group.Kind.choices if c[0] != "root"],
        widget=forms.RadioSelect,
    )
    purpose = PaperField(label="What is it for?", required=False)
    meets = forms.CharField(label="How often does it meet?", max_length=120, required=False)
    chaired_by = forms.CharField(
        label="Who chairs it, where no seat says so?",
        max_length=200,
        required=False,
        help_text="By post or agency. While somebody holds the seat of its chair, that person is shown instead.",
    )
    parent = forms.ModelChoiceField(
        Group.objects.none(), label="Reports to", required=False, empty_label="No other group"
    )

    def __init__(self, *args, viewer, group=None, **given):
        super().__init__(*args, **given)
        self.fields["parent"].queryset = queries.groups_of(viewer).exclude(pk=group.pk if group else None)
        self.fields["name"].help_text = "" if group is None else OTHERWISE
        if group is not None and group.kind == "root":
            del self.fields["kind"], self.fields["parent"]


class DelegationForm(HouseForm):
    role = forms.CharField(
        label="Whom does it send, by role?",
        max_length=200,
        required=False,
        help_text="For instance Detective superintendent. Name nobody: the public reads it in the yearly report.",
    )
    starts = DayField(label="First day, where known", required=False)
    ends = DayField(label="Last day, where it has ended", required=False)


class NewDelegationForm(DelegationForm):
    agency = FromList("Which agency?", required=True, empty="Choose one")
    field_order = ["agency", "role", "starts", "ends"]

    def __init__(self, *args, agencies, **given):
        super().__init__(*args, **given)
        self.fields["agency"].offer([(agency, agency.name) for agency in agencies])


class BodyForm(HouseForm):
    name = forms.CharField(label="Name", max_length=200, help_text=OTHERWISE)
    short_name = forms.CharField(label="Short name", max_length=60, required=False)
    vision = PaperField(label="Vision", required=False)
    values = PaperField(label="Values", required=False, help_text="For a list begin each line with a hyphen.")
    objectives = PaperField(label="What does it aim at?", required=False)
    legal_basis = PaperField(
        label="Legal basis",
        required=False,
        help_text="The law and guidance under which it works, for instance Children Act 2004, section 16E.",
    )
    duties = PaperField(label="What does the law ask of it?", required=False)
    website = forms.URLField(label="Website", required=False, assume_scheme="https")
    email = forms.EmailField(label="E-mail address for everybody", required=False)
    telephone = forms.CharField(label="Telephone", max_length=80, required=False)
    address = forms.CharField(label="Postal address", max_length=300, required=False)
    contact = PaperField(
        label="Further ways to reach it",
        required=False,
        help_text="For instance whom to tell of a worry about a child, by day and at night. The public reads it.",
    )
    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label="Brand colour",
        required=False,
        help_text="For covers of printed papers: # and six figures, for example #0f3d4c.",
        error_messages={"invalid": "A colour is written as # and six figures, for example #0f3d4c."},
    )


class PeriodForm(HouseForm):
    label = forms.CharField(label="What is it called?", max_length=60, help_text="For instance 2025-26.")
    starts = DayField(label="First day")
    ends = DayField(label="Last day")


class PartnershipForm(HouseForm):
    key = forms.CharField(
        label="Key",
        max_length=80,
        help_text="The first part of its addresses: small letters and hyphens. It is never changed.",
    )
    name = forms.CharField(label="Full name", max_length=200)
    short_name = forms.CharField(label="Short name", max_length=60, required=False)
    manager = forms.EmailField(label="E-mail address of its business manager")
