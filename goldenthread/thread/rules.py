"""May this happen to this thing in this state? Pure questions that raise Refused with a sentence for the person."""

from django.db.models import Q

from goldenthread.foundation.access.queries import Standing
from goldenthread.foundation.access.viewer import System, agencies_acted_for
from goldenthread.foundation.people.models import Membership
from goldenthread.foundation.room import Refused, claimed_kinds
from goldenthread.foundation.ui.words import day, listed, lower_first
from goldenthread.thread import kinds
from goldenthread.thread.models import Action, Audience, Evidence, Impact, Recommendation, Voice, newest
from goldenthread.thread.states import ActionState, ProposalState, RecommendationState


class Held:
    """A group as something that a grant can reach: who may record work for it."""

    def __init__(self, group):
        self.group = group

    def standing(self):
        return Standing(self.group.lead_id, self.group.pk)


WIDTH = {Audience.LISTED: 0, Audience.AGENCY: 1, Audience.GROUP: 2, Audience.PARTNERSHIP: 3, Audience.PUBLIC: 4}


def may_step(thing, step):
    """The state must be one that the step starts from."""
    if thing.state not in step.before:
        raise Refused(
            f"This is “{thing.get_state_display().lower()}” now, so that step is no longer open. Look at it again "
            "before you decide."
        )


def has_reason(step, reason):
    if step.reason and not reason.strip():
        raise Refused("Say why, in a sentence that the owner will understand.", "reason")


def may_be_agreed(action: Action):
    """An agreed action has somebody who owes it and a day by which."""
    if action.owner_id is None:
        raise Refused("Say which agency owns this action before it is agreed.", "owner")
    if action.due_on is None:
        raise Refused("Give this action a due date before it is agreed.", "due_on")


def may_be_evidenced(action: Action):
    if action.state in (ActionState.ASSURED, ActionState.WITHDRAWN):
        raise Refused("This action is finished, so nothing more is added to it.")


def may_be_corrected(evidence: Evidence):
    """What was looked at when somebody assured stays as it was looked at."""
    if evidence.action.state == ActionState.ASSURED:
        raise Refused(
            "This action was assured on this evidence, so it stays as it was read then. Say what was wrong with it "
            "where the impact is judged."
        )
    if evidence.action.state == ActionState.WITHDRAWN:
        raise Refused("This action was withdrawn, so its evidence stays as it was.")


def may_correct_answer(acceptance, body, answer):
    """While it is open. Which answer it was stays once somebody owes an action for it, or has judged what came of
    it.
    """
    recommendation = acceptance.recommendation
    if recommendation.state != RecommendationState.OPEN:
        raise Refused(
            "This recommendation is closed, so its answers stay as they were. Open it again, with a reason, first."
        )
    if (body, answer) == (acceptance.body, acceptance.answer):
        return
    owed = Action.objects.filter(Q(recommendation=recommendation) | Q(also_links__recommendation=recommendation))
    if owed.exclude(state__in=(ActionState.PROPOSED, ActionState.WITHDRAWN)).exists() or latest_judgement(
        recommendation
    ):
        raise Refused(
            "What was agreed or judged since rests on this answer, so whose it is and what it says stays. "
            "Mend its reason or date here; if the agency now thinks otherwise, record its new answer, and the latest "
            "counts.",
            "answer",
        )


def assured_after_report(action: Action, on):
    if action.state == ActionState.REPORTED_DONE and action.state_on is not None and on < action.state_on:
        raise Refused(
            f"It was reported done on {day(action.state_on)}, so it cannot have been assured before that. Enter that "
            "day or a later one.",
            "on",
        )


def may_be_addressed(recommendation: Recommendation, bodies):
    """Only a body that belongs, or belonged, to the partnership can owe it an answer."""
    wanted = {body.pk for body in bodies}
    members = Membership.objects.filter(partnership=recommendation.holder_id, agency__in=wanted)
    if wanted - set(members.values_list("agency_id", flat=True)):
        raise Refused("Choose agencies of the partnership from the list.", "addressees")


def may_be_answered(recommendation: Recommendation):
    if recommendation.state != RecommendationState.OPEN:
        raise Refused("This recommendation is closed, so it waits for no answer. Open it again, with a reason, first.")


def may_be_assured(action: Action, by, on):
    """No assurance without evidence; and none by somebody who acts for the owning agency, by whatever seat, on the day
    of the assurance or today: the council's lead partner does not assure the council's action as chair of a group.
    """
    if not action.evidence.exists():
        raise Refused("There is no evidence yet. Add what shows that this was done, or send it back.")
    if isinstance(by, System) or action.owner_id is None:
        return
    if action.owner_id in agencies_acted_for(by, on) | by.agencies_everywhere:
        raise Refused(
            f"{action.owner} owns this action and you hold a seat that acts for it, so somebody else must assure it."
        )


LEFT_TO_OTHERS = (
    "You reported this done, or gave or corrected its evidence, so somebody else looks at it and assures it."
)


def who_had_no_hand_assures(others: bool):
    """Whoever reported it done or gave its evidence leaves the assurance to somebody else while there is anybody."""
    if others:
        raise Refused(LEFT_TO_OTHERS)


def second_had_no_hand(person, possible):
    if person is not None and not possible.filter(pk=person.pk).exists():
        raise Refused(
            "The second person has a seat here, does not act for the agency that owns the action, and had no hand in "
            "it. Choose somebody from the list.",
            "second",
        )


def may_be_closed(recommendation: Recommendation):
    """A recommendation is not closed until its impact has been judged: its own, or that of an action that answers
    it.
    """
    judged = latest_judgement(recommendation)
    if judged is None:
        raise Refused("Nobody has judged yet what this recommendation changed. Record its impact first.")
    if judged.judgement == Impact.Judgement.TOO_EARLY:
        raise Refused("The last judgement was that it is too early to say. Look again before you close it.")


def latest_judgement(recommendation: Recommendation):
    """The newest judged impact of the recommendation or of any action that answers it, or None."""
    of_actions = Q(action__recommendation=recommendation) | Q(action__also_links__recommendation=recommendation)
    last = newest(Impact.objects.filter(Q(recommendation=recommendation) | of_actions))
    return last if last and last.is_judged else None


def may_be_judged(judgement, look_again_on, on, method):
    if judgement == Impact.Judgement.NOT_SAID:
        raise Refused(
            "Only what a published text says can stand without a judgement. Say what the impact was.", "judgement"
        )
    if judgement == Impact.Judgement.TOO_EARLY and look_again_on is None:
        raise Refused("Say on which day somebody will look again.", "look_again_on")
    if look_again_on is not None and look_again_on <= on:
        raise Refused("The day to look again must come after the day of this judgement.", "look_again_on")
    if not method.strip():
        raise Refused("Say how this was judged: an audit, data, what children said, or something else.", "method")


def has_open_due(action: Action):
    if action.state not in (ActionState.PROPOSED, ActionState.AGREED):
        raise Refused("This action is no longer open, so its due date cannot be moved.")


def may_move_due(action: Action, new_day, reason):
    has_open_due(action)
    if not reason.strip():
        raise Refused("Say why the date moves. The first date and every move are kept.", "reason")
    if new_day == action.due_on:
        raise Refused("That is the due date already. Enter another day.", "due_on")


def may_release(thing, audience, public_text, public_label):
    """Widening demands a second text, and never reaches wider than is asked."""
    if audience not in WIDTH:
        raise Refused("Choose who may read it.", "audience")
    if WIDTH[audience] <= WIDTH[thing.audience]:
        raise Refused("Release makes the circle of readers wider. To narrow it, use “Restrict it”.", "audience")
    if not public_text.strip():
        raise Refused("Write the text that they will read. It must stand alone and name nobody.", "public_text")
    if audience == Audience.PUBLIC and needs_label(thing) and not public_label.strip():
        raise Refused(
            "Say what the work is called where it may not be named, for instance “a confidential review”.",
            "public_label",
        )


def may_reword(thing, public_text):
    if not thing.public_text:
        raise Refused("This has no text for a wider circle yet. Release it first.")
    if not public_text.strip():
        raise Refused("Write the text that they will read, or restrict it.", "public_text")


def may_restrict(thing, audience, by):
    if audience not in WIDTH or WIDTH[audience] >= WIDTH[thing.audience]:
        raise Refused("Choose a narrower circle than the present one. To widen it, release it.", "audience")
    if audience == Audience.AGENCY and not thing.standing().agency_ids:
        raise Refused("No agency is named here, so nobody could read it. Choose another circle.", "audience")
    if audience == Audience.LISTED:
        could_read_listed(by)


OPEN_TO_OWNERS = (Audience.PUBLIC, Audience.PARTNERSHIP, Audience.AGENCY)  # an action's agency is the one that owes it


def owner_is_shown(action, audience, owner, owner_person, *, by, shown, also=()):
    """Whoever owes an action reads it, whatever its circle; before that opens it to them, somebody says so knowingly.

    `also` are further agencies that are to owe the same. Nothing is asked where the circle holds them already, nor
    again while the same owner reads it in the same circle. Raises Refused with exactly what they will see.
    """
    owners = [one for one in (owner, owner_person, *also) if one is not None]
    if shown or isinstance(by, System) or not owners or audience in OPEN_TO_OWNERS:
        return
    if action.pk and (action.owner, action.owner_person, action.audience) == (owner, owner_person, audience):
        return
    who = listed([one.name for one in owners])
    work, holder = action.source.public_label or "a confidential piece of work", action.source.group.name
    raise Refused(
        f"This is kept to a narrower circle: {Audience(audience).label.lower()}. Whoever owes it must be able to read "
        f"it. {who} will see, of this action: “{action.text}”; how we shall know that it made a difference; its due "
        "date, owner, state, updates, evidence and history. Of the work behind it, unless they may read that already: "
        f"the name “{work}”, its year and that {holder} holds it. Nothing else is opened to them. If they may see "
        "that, tick the box and save again; otherwise choose another owner.",
        "shown_to_owner",
    )


def owners_are_shown(actions, owner, owner_person, *, by):
    """The same for several actions that pass to one owner, who is asked about once: what each opens stands beside it.

    Raises Refused.
    """
    for action in actions:
        try:
            owner_is_shown(action, action.audience, owner, owner_person, by=by, shown=False)
        except Refused as refused:
            if len(actions) == 1:
                raise
            who = listed([one.name for one in (owner, owner_person) if one is not None])
            raise Refused(
                f"Some of these are kept to a narrower circle, as it says beside each. {who} will read the whole of "
                "every action that passes to them. If they may, tick the box and save again; otherwise leave those "
                "out.",
                refused.field,
            ) from None


def may_be_recorded_for(audience, kept_to, by):
    """The circle in which a new piece of work starts."""
    if audience == Audience.PUBLIC:
        raise Refused(
            "Record it for the partnership first; release it to the public with the text meant for them.", "audience"
        )
    if audience == Audience.AGENCY and kept_to is None:
        raise Refused("Say which agency may read it.", "kept_to")
    if audience == Audience.LISTED:
        could_read_listed(by)


def could_read_listed(by):
    """Whoever closes something must be able to open it: what is kept to listed people needs a second factor."""
    if not isinstance(by, System) and not by.second_factor:
        raise Refused(
            "What is kept to listed people opens only for somebody who signed in with a code or passkey. "
            "Set one up under “Your account”, sign in with it and try again.",
            "audience",
        )


def may_quote(voice, audience):
    """Words are published only with consent, or when they were public before they came here."""
    if audience == Audience.PUBLIC and not voice.may_be_published:
        raise Refused("There is no consent to publish these words. Record the consent first.")


def needs_label(thing):
    """Whether the source behind a thing stays closed, so that a neutral label must stand in its place."""
    source = thing.source
    return source != thing and source.audience != Audience.PUBLIC and not source.public_label


def only_words(values, names):
    if set(values) - set(names):
        raise Refused("Only the words can be mended. Record a new one for anything else.")


def starts_before(starts, on):
    if starts is not None and starts > on:
        raise Refused("The first day cannot come after the last. Check both dates.", "starts")


def may_answer(answer, reason):
    if answer != "accepted" and not reason.strip():
        raise Refused("Say why it is not accepted in full.", "reason")


def may_propose(kind, title, why):
    """Whoever decides must know what is asked for, and why."""
    if kind not in kinds.BY_CODE:
        raise Refused("Choose what kind of work is proposed.", "kind")
    if not title.strip():
        raise Refused("Say what the work should be called.", "title")
    if not why.strip():
        raise Refused("Say why, so that whoever decides can judge it.", "text")


def is_begun_on_the_threads_form(kind):
    """Work of a kind that a room claims has a page and rows of its own, which the thread's form does not make."""
    if kind in claimed_kinds():
        raise Refused(
            f"Work of this kind ({lower_first(kinds.BY_CODE[kind].label)}) is begun on a page of its own. Open the "
            "proposal and take it up there."
        )


def is_of_the_proposed_kind(proposal, source):
    if source.kind != proposal.kind:
        raise Refused(
            f"What is proposed is of another kind: {lower_first(kinds.BY_CODE[proposal.kind].label)}. Begin that, or "
            "decline the proposal with a reason."
        )


def may_be_decided(proposal):
    """Decided once. The second of two people is told who decided, when, and what became of it."""
    if proposal.state == ProposalState.WAITING:
        return
    who, when = proposal.state_by or "Somebody else", day(proposal.state_on) if proposal.state_on else "an earlier day"
    if proposal.state == ProposalState.TAKEN_UP:
        raise Refused(
            f"{who} took this up on {when}, so it is decided already. Go back to see the piece of work that it became."
        )
    raise Refused(
        f"{who} declined this on {when}, so it is decided already: {proposal.state_reason} Propose it again if that "
        "was wrong."
    )


def may_lead_nowhere(finding, reason, who):
    if finding.recommendations.exists():
        raise Refused("A recommendation already follows from this finding.")
    if finding.actions.exclude(state=ActionState.WITHDRAWN).exists():
        raise Refused("An action already answers this finding.")
    if not reason.strip():
        raise Refused("Say why nothing further follows from this finding.", "reason")
    if not who.strip():
        raise Refused("Say who decided that.", "who")


def counts_fit(cases, opportunities):
    if cases is not None and opportunities is None:
        raise Refused("Say also of how many, for instance 5 of 6.", "opportunities")
    if cases is not None and cases > opportunities:
        raise Refused("The first number cannot be larger than the second.", "cases")


def may_edit(thing):
    if isinstance(thing, Action) and thing.state in (ActionState.ASSURED, ActionState.WITHDRAWN):
        raise Refused("This action is finished, so its text is kept as it was. Record a new action if more is needed.")
    if isinstance(thing, Voice) and thing.released_on is not None:
        raise Refused("These words were released as they stand. Record them anew if they were wrong.")
    if isinstance(thing, Recommendation) and thing.state != RecommendationState.OPEN:
        raise Refused("This recommendation is closed. Open it again, with a reason, before you change it.")
