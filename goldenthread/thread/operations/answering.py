"""What an action answers: recommendations, and findings where no recommendation stands in between."""

from collections.abc import Collection, Iterable

from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.access.withdrawn import stands
from goldenthread.foundation.room import Refused
from goldenthread.thread.models import Action, ActionFinding, AlsoAnswers, Finding, Recommendation


def also(action: Action, recommendations: Iterable[Recommendation]) -> None:
    action.also_links.all().delete()
    AlsoAnswers.objects.bulk_create([AlsoAnswers(action=action, recommendation=item) for item in recommendations])


def directly(action: Action, findings: Iterable[Finding]) -> None:
    action.finding_links.all().delete()
    ActionFinding.objects.bulk_create([ActionFinding(action=action, finding=item) for item in findings])


def reads(by: Actor, things: Collection[Recommendation | Finding], field: str) -> None:
    """Nobody can point to what they may not see, or to what was withdrawn from the record. Raises Refused.

    The things are held until the operation ends: nobody withdraws one while something comes to rest on it.
    """
    wanted = {item.pk for item in things}
    if not wanted:
        return
    model = type(next(iter(things)))
    held = model._base_manager.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk")
    if not all(stands(row) for row in held):
        raise Refused(f"One of the {model._meta.verbose_name_plural} was withdrawn meanwhile. Choose again.", field)
    if isinstance(by, System):
        return
    if model.objects.visible_to(by).filter(pk__in=wanted).count() != len(wanted):
        raise Refused(f"Choose {model._meta.verbose_name_plural} from the list.", field)


def of_one_holder(action: Action, findings: Iterable[Finding]) -> None:
    """Raises Refused for findings of another partnership's record."""
    if any(finding.holder_id != action.holder_id for finding in findings):
        raise Refused("An action can answer only findings of the same partnership.", "findings")
