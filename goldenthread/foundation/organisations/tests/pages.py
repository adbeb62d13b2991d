"""What the tests of the whole house walk in who is who: see tests/house/answers.py."""

from tests.house.answers import ADMINISTRATOR, BOTH, LATE, SEATS, UNIT, text

PAGES = [
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
    ("/west/who/groups/", SEATS),
    ("/west/who/groups/add/", UNIT),
    ("/west/who/groups/{group}/", SEATS),
    ("/west/who/groups/{group}/edit/", UNIT),
    ("/west/who/arrangements/", SEATS),
    ("/west/who/arrangements/edit/", UNIT),
    ("/west/who/arrangements/add-year/", UNIT),
    ("/west/who/roles/", SEATS),
    ("/west/who/retention/", SEATS),
]
POSTS = [
    ("/house/accounts/{account}/", {}, "302 404 302 404 404 404"),
]
EDITS = [
    ("/west/who/people/{person}/edit/", *text("title"), BOTH),
    ("/west/who/seats/{seat}/", *text("title"), BOTH),
    ("/west/who/seats/{proposed_seat}/confirm/", *text("reason", answer="no"), LATE),
    ("/west/who/groups/{group}/edit/", *text("purpose"), BOTH),
    ("/west/who/arrangements/edit/", *text("vision"), BOTH),
]
