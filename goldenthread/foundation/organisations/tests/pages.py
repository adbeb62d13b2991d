"""What the tests of the whole house walk in who is who: see tests/house/answers.py."""

from types import SimpleNamespace

from goldenthread.foundation.notices import private_links
from goldenthread.foundation.organisations import operations
from goldenthread.foundation.organisations.models import AccountLink
from goldenthread.foundation.organisations.operations import links
from tests.house.answers import ACCOUNT, ADMINISTRATOR, ANYBODY, BOTH, LATE, SEATS, UNIT, text

ITS_OWNER = "302 404 404 404 404 404"  # the chair of the partnership or a lead partner, who are none of the six

PAGES = [
    ("/account/sign-ins/", ACCOUNT),
    ("/account/changes/{change}/", ITS_OWNER),
    ("/account/invitation/{invitation}/", ANYBODY),
    ("/account/second-step/{second_step_link}/", ITS_OWNER),
    ("/house/people/", ADMINISTRATOR),
    ("/house/people/{person}/", ADMINISTRATOR),
    ("/house/people/{person}/address/", ADMINISTRATOR),
    ("/house/people/{person}/second-step/", ADMINISTRATOR),
    ("/house/people/{person}/close/", ADMINISTRATOR),
    ("/house/account-changes/{change}/", ADMINISTRATOR),
    ("/house/sign-ins/", ADMINISTRATOR),
    ("/west/who/people/without-seat/", UNIT),
    ("/west/who/people/{person}/address/", UNIT),
    ("/west/who/people/{person}/second-step/", UNIT),
    ("/west/who/account-changes/{change}/", "302 404 403 404 404 200"),  # who confirms, or asked
    ("/house/", ADMINISTRATOR),
    ("/house/add/", ADMINISTRATOR),
    ("/house/people/{person}/edit/", ADMINISTRATOR),
    ("/house/seats/give/", ADMINISTRATOR),
    ("/house/seats/{proposed_seat}/confirm/", ADMINISTRATOR),
    ("/house/seats/{giving_seat}/end/", ADMINISTRATOR),
    ("/west/who/people/", SEATS),
    ("/west/who/people/add/", UNIT),
    ("/west/who/people/{person}/", SEATS),
    ("/west/who/people/{person}/edit/", UNIT),
    ("/west/who/people/{person}/seat/", UNIT),
    ("/west/who/seats/{seat}/", UNIT),
    ("/west/who/seats/{proposed_seat}/confirm/", UNIT),  # and the statutory partners, who are none of the six
    ("/west/who/agencies/", SEATS),
    ("/west/who/agencies/add/", UNIT),
    ("/west/who/agencies/{membership}/end/", UNIT),
    ("/west/who/agencies/{membership}/hand-over/", UNIT),
    ("/west/who/agencies/{membership}/rename/", UNIT),
    ("/west/who/agencies/{membership}/merge/", UNIT),
    ("/west/who/names/{name_change}/", UNIT),
    ("/west/who/groups/", SEATS),
    ("/west/who/groups/add/", UNIT),
    ("/west/who/groups/{group}/", SEATS),
    ("/west/who/groups/{group}/edit/", UNIT),
    ("/west/who/groups/{group}/rename/", UNIT),
    ("/west/who/groups/{group}/end/", UNIT),
    ("/west/who/groups/{group}/agencies/add/", UNIT),
    ("/west/who/groups/{group}/agencies/{delegation}/", UNIT),
    ("/west/who/arrangements/", SEATS),
    ("/west/who/arrangements/edit/", UNIT),
    ("/west/who/arrangements/rename/", UNIT),
    ("/west/who/arrangements/add-year/", UNIT),
    ("/west/who/roles/", SEATS),
    ("/west/who/retention/", SEATS),
]
POSTS = [
    ("/account/second-step/send/", {}, "302 302 302 302 302 302"),
    ("/house/people/{person}/open/", {}, "302 404 302 404 404 404"),
    ("/house/people/{person}/invite/", {}, "302 404 302 404 404 404"),
    ("/west/who/people/{person}/invite/", {}, "302 404 403 403 403 302"),
]
EDITS = [
    ("/west/who/account-changes/{change}/", *text("reason", answer="no"), LATE),
    ("/west/who/people/{person}/edit/", *text("title"), BOTH),
    ("/west/who/seats/{seat}/", *text("title"), BOTH),
    ("/west/who/seats/{proposed_seat}/confirm/", *text("reason", answer="no"), LATE),
    ("/west/who/groups/{group}/edit/", *text("purpose"), BOTH),
    ("/west/who/groups/{group}/agencies/{delegation}/", *text("role"), BOTH),
    ("/west/who/arrangements/edit/", *text("vision"), BOTH),
    ("/west/who/arrangements/rename/", *text("name", how="misspelt"), BOTH),
    ("/west/who/agencies/{membership}/rename/", *text("name", how="misspelt"), BOTH),
    ("/west/who/groups/{group}/rename/", *text("name", how="misspelt"), BOTH),
    ("/west/who/groups/{group}/end/", *text("reason", on="2026-11-20", sure="on"), LATE),
    ("/west/who/names/{name_change}/", *text("reason", answer="no"), LATE),
]


def things(cast, made, given):
    chair = cast.person("partnership_chair")
    cast.second_step("partnership_chair")
    invitation = operations.invite(person=cast.person("scrutineer"), **given)
    step = links.new_link(user=chair.user, kind=AccountLink.Kind.SECOND_STEP, now=cast.now)
    change = operations.change_address(
        by=cast.viewer(),
        now=cast.now,
        person=cast.person("lead_partner"),
        email="another@example.org",
        reason="Rung back.",
        partnership=cast.west,
    )
    delegation = operations.add_delegation(
        group=cast.quality, agency=cast.agencies["police"], role="Inspector", by=cast.viewer(), now=cast.now
    )
    both = operations.add_agency(
        partnership=cast.west,
        name=f"Service that {cast.west.key} shares",
        capacity="observer",
        by=cast.viewer(),
        now=cast.now,
    ).agency
    operations.add_agency(partnership=cast.east, name="", capacity="observer", agency=both, **given)
    name_change = operations.rename_agency(
        by=cast.viewer(),
        now=cast.now,
        partnership=cast.west,
        agency=both,
        version=both.version,
        name=f"Service that {cast.west.key} renames",
    )
    return {
        "name_change": name_change,
        "invitation": sent(invitation),
        "second_step_link": sent(step),
        "change": change,
        "delegation": delegation,
    }


def sent(link):
    """As the e-mail has it: the key of the link, then its proof."""
    return SimpleNamespace(ref=f"{link.key}/{private_links.proof_of(links.path_of(link))}")
