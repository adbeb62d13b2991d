"""What "Who we are" offers the house."""

import datetime

from goldenthread.foundation.organisations import (
    integrity,
    jobs,
    loading,
    proof,
    public_page,
    record_parts,
    references,
    today,
)
from goldenthread.foundation.room import (
    Integrity,
    Job,
    Menu,
    Noun,
    Offer,
    Permission,
    PublicPart,
    RecordPart,
    TodayItems,
    Verb,
)

ACCOUNT_VERBS = tuple(
    Verb(code, sentence, only_history=True)
    for code, sentence in (
        ("people.account_made", "gave this person an account"),
        ("people.invited", "sent this person an invitation"),
        ("people.address_asked", "asked for another e-mail address for this person, which waits for a second person"),
        ("people.address_changed", "changed the e-mail address by which this person signs in"),
        ("people.second_step_asked", "asked for a reset of this person’s second step, which a second person decides"),
        ("people.second_step_reset", "had this person’s second step reset"),
        ("people.account_change_declined", "did not confirm a change of this person’s account"),
        ("people.account_change_objected", "said that they did not ask for a change of their account"),
        ("people.account_opened", "let this person sign in again"),
        ("people.account_closed", "closed this person's account"),
    )
)

OFFER = Offer(
    menu=(
        Menu(
            "who",
            "People and seats",
            "organisations:people",
            "people.read",
            "Who acts for whom, and from when to when.",
            20,
        ),
        Menu(
            "who",
            "Agencies",
            "organisations:agencies",
            "people.read",
            "The statutory partners and the relevant agencies.",
            30,
        ),
        Menu(
            "who",
            "Groups",
            "organisations:groups",
            "people.read",
            "The groups that meet, and how they hang together.",
            40,
        ),
        Menu(
            "who",
            "Areas, years and what came before",
            "organisations:arrangements",
            "people.read",
            "Areas, reporting periods and predecessor boards.",
            50,
        ),
        Menu(
            "who",
            "Roles",
            "organisations:roles",
            "people.read",
            "Who gives which seat, who confirms it, and what counts in a shared group.",
            65,
        ),
        Menu(
            "who",
            "How long it is kept",
            "organisations:retention",
            "people.read",
            "For each kind of thing in the record, and why.",
            70,
        ),
    ),
    nouns=(
        Noun("body", "people.Body", "body", "bodies", resolve=references.bodies, proof=proof.body),
        Noun("group", "people.Group", "group", "groups", resolve=references.groups, proof=proof.group),
        Noun("person", "people.Person", "person", "people", resolve=references.people),
        Noun("area", "people.Area", "area", "areas", resolve=references.areas, proof=proof.area),
    ),
    permissions=(
        Permission("house.read", "open the partnership's pages"),
        Permission("house.administer", "run the installation"),
        Permission("people.read", "see who is who"),
        Permission("people.edit", "change bodies, groups, people and seats"),
        Permission("people.accounts", "invite people, change their address, or have a lost second step reset"),
        Permission("records.take_out", "take the record out as files"),
    ),
    verbs=(
        Verb("people.body_added", "added this body"),
        Verb("people.body_changed", "changed this body"),
        Verb("people.agency_joined", "recorded that this agency joined"),
        Verb("people.agency_left", "recorded that this agency left"),
        Verb("people.handed_over", "handed over what this agency owed"),
        Verb("people.group_added", "added this group"),
        Verb("people.group_changed", "changed this group"),
        Verb("people.delegation_added", "recorded whom an agency sends to this group"),
        Verb("people.delegation_changed", "changed whom an agency sends to this group"),
        Verb("people.person_added", "added this person"),
        Verb("people.person_changed", "changed this person"),
        Verb("people.seat_given", "gave this seat"),
        Verb("people.seat_proposed", "proposed this seat, which waits for a second person"),
        Verb("people.seat_confirmed", "confirmed this seat as second person"),
        Verb("people.seat_declined", "did not confirm this seat"),
        Verb("people.seat_changed", "changed this seat"),
        Verb("people.seat_ended", "ended this seat"),
        Verb("people.succeeded", "recorded that this body took the place of another"),
        Verb("people.period_added", "added this reporting period"),
        *ACCOUNT_VERBS,
    ),
    public_parts=(
        PublicPart("Who we are", public_page.who, 10),
        PublicPart("Contact", public_page.contact, 90),
    ),
    today=(
        TodayItems("confirmations", today.confirmations, 20, under="decision"),
        TodayItems("account_changes", today.account_changes, 21, under="decision"),
    ),
    integrity=(Integrity("seats", "Seats, within their groups and agencies", integrity.verify),),
    jobs=(Job("Old lines of the log of accounts", jobs.forget_account_events, datetime.time(3, 10)),),
    record_parts=(
        RecordPart(record_parts.AREA, record_parts.areas),
        RecordPart(record_parts.BODY, record_parts.bodies),
        RecordPart(record_parts.PERSON, record_parts.people),
        RecordPart(record_parts.GROUP, record_parts.groups, loading.load_groups),
        RecordPart(record_parts.SEAT, record_parts.seats),
        RecordPart(record_parts.PERIOD, record_parts.periods),
    ),
    retention={
        "person": "Kept while a seat or a line of the record names them; then reviewed.",
        "body": "Kept as long as the record.",
        "group": "Kept as long as the record, also after it has ended.",
        "area": "Kept as long as the record.",
    },
)
