"""What of the thread waits for somebody: asked for one person when a message is sent, with the address to open."""

from collections.abc import Iterable

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.organisations.queries import leads_of
from goldenthread.foundation.room import Message
from goldenthread.thread.models import Proposal
from goldenthread.thread.queries import addresses, plan
from goldenthread.thread.states import ProposalState


def _leads(viewer: Viewer) -> set[int]:
    """The agencies for which the viewer answers here."""
    leads = leads_of(viewer.agency_ids, viewer.partnership_id, viewer.today)
    return {agency_id for agency_id, people in leads.items() if viewer.person_id in people}


def answers(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Recommendations that wait for the answer of an agency for which the viewer answers."""
    rows = plan.to_answer_for(viewer, _leads(viewer)).by_refs(keys)
    return {row.ref: addresses.of(viewer, row, "answer") for row in rows}


def agreements(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    return {row.ref: addresses.of(viewer, row) for row in plan.to_agree(viewer).by_refs(keys)}


def assurances(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    return {row.ref: addresses.of(viewer, row) for row in plan.to_assure(viewer).by_refs(keys)}


def sent_back(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Actions that were sent back, for the person who owes them and the leads of the agency."""
    agencies = _leads(viewer)
    return {
        row.ref: addresses.of(viewer, row, "progress")
        for row in plan.owed(viewer).by_refs(keys)
        if row.owner_person_id == viewer.person_id or row.owner_id in agencies
    }


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
        "thread.proposal_decided",
        "something that you proposed was decided",
        "Something that you proposed was decided.",
        decided,
    ),
)
