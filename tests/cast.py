"""One shared cast for tests: who they are and what they hold. All of it is made up."""

import datetime
from functools import partial

from allauth.mfa.models import Authenticator

from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import System, viewer_for
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import Person

LONG_AGO = datetime.date(2019, 7, 1)
BUILDER = System("the cast of the tests")


class Cast:
    """Partnership `west` with agencies council, health, police and school; neighbour `east`; shared group `shared`.

    `cast.viewer(role)` is a Viewer in west; `cast.person(role)` the person; `cast.stranger` a viewer of east who looks
    at west; `cast.sign_in(client, role)` signs a test client in.
    """

    theme = "Neglect"  # what the things of this partnership are about; themes belong to the whole house

    def __init__(self, now):
        self.now = now
        given = {"by": BUILDER, "now": now}
        self.west = organisations.add_partnership(key="west", name="West Partnership", short_name="WSCP", **given)
        self.east = organisations.add_partnership(key="east", name="East Partnership", short_name="ESCP", **given)
        self.root = self.west.led_groups.get(kind="root")
        self.memberships = {
            name: organisations.add_agency(
                partnership=self.west, name=title, short_name=name.title(), capacity=capacity, starts=LONG_AGO, **given
            )
            for name, title, capacity in (
                ("council", "West Council", "statutory"),
                ("health", "West Integrated Care Board", "statutory"),
                ("police", "West Police", "statutory"),
                ("school", "West School", "education"),
            )
        }
        self.agencies = {name: row.agency for name, row in self.memberships.items()}
        self.quality = organisations.add_group(
            lead=self.west, kind="subgroup", name="Quality and performance group", **given
        )
        self.shared = organisations.add_group(
            lead=self.west, kind="subgroup", name="Shared exploitation group", partnerships=[self.east], **given
        )
        self.period = organisations.add_period(
            body=self.west, label="2025-26", starts=datetime.date(2025, 4, 1), ends=datetime.date(2026, 3, 31), **given
        )
        self.people, self.seats = {}, {}
        for code, role in roles().items():
            self._seat(code, role, given)
        self._seat("lead_partner_health", roles()["lead_partner"], given, agency="health")
        self._seat("lead_partner_police", roles()["lead_partner"], given, agency="police")
        self._seat("agency_lead_health", roles()["agency_lead"], given, agency="health")
        self._several_seats(given)
        self.people["east_manager"] = self._person("east_manager", self.east, given)
        organisations.give_seat(
            person=self.people["east_manager"], role="business_manager", starts=LONG_AGO, partnership=self.east, **given
        )

    def _several_seats(self, given):
        """Who holds more, or less, than one seat in west: `two_seats` is the council's lead partner and chairs the
        learning group; `shared_member` comes from east and sits in the shared group alone; `seat_ended` and
        `agency_left` held what ended yesterday, the latter by two seats of an agency that left.
        """
        yesterday = day_of(self.now) - datetime.timedelta(days=1)
        seat = partial(organisations.give_seat, starts=LONG_AGO, **given)
        person = self.people["two_seats"] = self._person("two_seats", self.west, given)
        seat(person=person, role="lead_partner", membership=self.memberships["council"])
        self.learning = organisations.add_group(lead=self.west, kind="subgroup", name="Learning group", **given)
        seat(person=person, role="group_chair", group=self.learning)
        person = self.people["shared_member"] = self._person("shared_member", self.east, given)
        seat(person=person, role="group_member", group=self.shared)
        person = self.people["seat_ended"] = self._person("seat_ended", self.west, given)
        seat(person=person, role="unit_officer", partnership=self.west, ends=yesterday)
        person = self.people["agency_left"] = self._person("agency_left", self.west, given)
        charity = organisations.add_agency(
            partnership=self.west, name="West Charity", capacity="relevant", starts=LONG_AGO, **given
        )
        later = yesterday + datetime.timedelta(days=365)
        seat(person=person, role="agency_lead", membership=charity, ends=later)
        seat(person=person, role="group_member", group=self.quality, acting_for=charity.agency)
        organisations.end_membership(membership=charity, on=yesterday, **given)

    def _person(self, name, partnership, given):
        return organisations.add_person(
            partnership=partnership,
            name=f"The {name.replace('_', ' ')}",
            email=f"{name}@example.org",
            invented=True,
            **given,
        )

    def _seat(self, name, role, given, agency="council"):
        person = self._person(name, self.west, given)
        scope = {
            "partnership": {"partnership": self.west},
            "membership": {"membership": self.memberships[agency]},
            "group": {"group": self.quality},
        }[role.scopes[0]]
        if role.code == "group_member":
            scope["acting_for"] = self.agencies[agency]
        self.people[name] = person
        self.seats[name] = organisations.give_seat(person=person, role=role.code, starts=LONG_AGO, **scope, **given)

    def person(self, name) -> Person:
        return self.people[name]

    def viewer(self, name="business_manager", *, partnership=None, second_factor=True):
        return viewer_for(self.people[name], partnership or self.west, self.now, second_factor=second_factor)

    @property
    def stranger(self):
        """Somebody of the neighbour who opens an address of west."""
        return self.viewer("east_manager", partnership=self.west)

    def sign_in(self, client, name="business_manager", *, second_factor=False):
        client.force_login(self.people[name].user, backend="allauth.account.auth_backends.AuthenticationBackend")
        if second_factor:
            session, step = client.session, self.second_step(name)
            session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0, "id": step.pk}]
            session.save()
        return client

    def second_step(self, name="business_manager") -> Authenticator:
        """A second step of that person which counts: codes from an app."""
        user = self.people[name].user
        user.second_step_counts_from = self.now
        user.save(update_fields=["second_step_counts_from"])
        return Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {"secret": ""}})[0]


class Neighbour(Cast):
    """East with people and agencies of its own, seen from inside: its `west` is east. For things that east holds."""

    theme = "Exploitation"

    def __init__(self, cast):
        self.now, self.west, self.east = cast.now, cast.east, cast.west
        given = {"by": BUILDER, "now": cast.now}
        self.root = self.west.led_groups.get(kind="root")
        self.memberships = {
            name: organisations.add_agency(
                partnership=self.west, name=title, capacity=capacity, starts=LONG_AGO, **given
            )
            for name, title, capacity in (
                ("council", "East Council", "statutory"),
                ("health", "East Integrated Care Board", "statutory"),
                ("police", "East Police", "statutory"),
                ("school", "East School", "education"),
            )
        }
        self.agencies = {name: row.agency for name, row in self.memberships.items()}
        self.quality = organisations.add_group(lead=self.west, kind="subgroup", name="Quality group", **given)
        self.period = organisations.add_period(
            body=self.west, label="2025-26", starts=datetime.date(2025, 4, 1), ends=datetime.date(2026, 3, 31), **given
        )
        self.people, self.seats = {"business_manager": cast.people["east_manager"]}, {}
        self.seats["business_manager"] = self.people["business_manager"].seats.get()
        for name in ("scrutineer", "partnership_chair", "lay_member", "lead_partner"):
            self._seat(name, roles()[name], given)
        for agency in ("health", "police"):
            self._seat(f"lead_partner_{agency}", roles()["lead_partner"], given, agency=agency)

    def _person(self, name, partnership, given):
        return super()._person(f"neighbouring_{name}", partnership, given)
