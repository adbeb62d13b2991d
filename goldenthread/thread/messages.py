"""What of the thread waits for somebody: asked for one person when a message is sent, with the address to open."""

from collections.abc import Iterable

from django.db.models import Q

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.organisations.queries import agencies_answered_for
from goldenthread.foundation.room import Message
from goldenthread.thread.models import Action, Proposal
from goldenthread.thread.queries import addresses, of_agency, plan
from goldenthread.thread.states import ProposalState


def answers(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Recommendations that wait for the answer of an agency for which the viewer answers."""
    rows = plan.to_answer_for(viewer, agencies_answered_for(viewer)).by_refs(keys)
    return {row.ref: addresses.of(viewer, row, "answer") for row in rows}


def agreements(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    return {row.ref: addresses.of(viewer, row) for row in plan.to_agree(viewer).by_refs(keys)}


def assurances(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    return {row.ref: addresses.of(viewer, row) for row in plan.to_assure(viewer).by_refs(keys)}


def sent_back(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Actions that were sent back, for the person who owes them and the leads of the agency."""
    agencies = agencies_answered_for(viewer)
    return {
        row.ref: addresses.of(viewer, row, "progress")
        for row in plan.owed(viewer).by_refs(keys)
        if row.owner_person_id == viewer.person_id or row.owner_id in agencies
    }


def handed_over(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Actions that passed to an agency for which the viewer answers, or to them by name, and are not over."""
    mine = Q(owner__in=agencies_answered_for(viewer)) | Q(owner_person=viewer.person_id)
    rows = Action.objects.visible_to(viewer).filter(mine, state__in=of_agency.NOT_OVER).by_refs(keys)
    return {row.ref: addresses.of(viewer, row) for row in rows.select_related("holder")}


def decided(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Further work that the viewer proposed, and that was taken up or declined."""
    rows = Proposal.objects.filter(holder=viewer.partnership_id, proposed_by=viewer.person_id).by_refs(keys)
    rows = rows.exclude(state=ProposalState.WAITING).select_related("holder")
    return {row.ref: addresses.page(viewer, "proposals", state="all") for row in rows}


MESSAGES = (
    Message(
        "thread.answer_asked",
        "an answer is asked of your agency",
        "An answer is asked of your agency.",
        answers,
    ),
    Message(
        "thread.agreement_asked",
        "something waits for your agreement",
        "Something waits for your agreement.",
        agreements,
    ),
    Message(
        "thread.assurance_asked",
        "something was reported done",
        "Something was reported done and waits for somebody to look at it.",
        assurances,
    ),
    Message(
        "thread.came_back",
        "something was sent back to you",
        "Something that you reported done was sent back.",
        sent_back,
    ),
    Message(
        "thread.handed_over",
        "something passed to your agency",
        "Something that another agency owed passed to your agency.",
        handed_over,
    ),
    Message(
        "thread.proposal_decided",
        "something that you proposed was decided",
        "Something that you proposed was decided.",
        decided,
    ),
)
