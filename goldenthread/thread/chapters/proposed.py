"""What the thread proposes for the year in ten lines, with the rights of the public reader: what changed, what worries
us, what we ask.
"""

from collections import Counter

from goldenthread.foundation.clock import day_of
from goldenthread.foundation.room import ProposedLine
from goldenthread.thread.chapters.drawing import ACTIONS, FINDINGS, IMPACTS, RECOMMENDATIONS, in_order, inside
from goldenthread.thread.models import Finding, FindingTheme, Impact
from goldenthread.thread.queries.reading import Reading
from goldenthread.thread.states import RecommendationState

_GOT_BETTER = (Impact.Judgement.AS_INTENDED, Impact.Judgement.PARTLY, Impact.Judgement.NOT_SAID)
_DID_NOT = (Impact.Judgement.WORSE, Impact.Judgement.NONE)


def of_impact(reader, body, span) -> list[ProposedLine]:
    """What changed, for children first; and what did not change, or got worse."""
    reading = Reading(reader)
    rows = in_order(reading, inside(reader, IMPACTS, span))
    for_children = sorted(rows, key=lambda row: Impact.Level.values.index(row.level))
    better = sorted((row for row in for_children if row.judgement in _GOT_BETTER), key=_how_well)
    worse = sorted((row for row in for_children if row.judgement in _DID_NOT), key=lambda row: row.judgement == "none")
    return [
        *(_line(reading, "changed", row, row.get_level_display()) for row in better),
        *(_line(reading, "worries", row, row.get_judgement_display()) for row in worse),
    ]


def _how_well(impact):
    return Impact.Level.values.index(impact.level), _GOT_BETTER.index(impact.judgement)


def of_learning(reader, body, span) -> list[ProposedLine]:
    """What is overdue, and what had to get better, by how often its theme comes back; what is asked of others."""
    reading = Reading(reader)
    late = [row for row in inside(reader, ACTIONS, span) if row.is_overdue(day_of(reader.now))]
    findings = [row for row in inside(reader, FINDINGS, span) if row.kind == Finding.Kind.DEVELOPMENT]
    links = FindingTheme.objects.filter(finding__in=findings).values_list("finding", "theme", "theme__name")
    often = Counter(theme for _, theme, _ in links)
    most: dict[int, tuple[int, str]] = {}
    for finding, theme, name in links:
        most[finding] = max(most.get(finding, (0, "")), (often[theme], name))
    findings = sorted(in_order(reading, findings), key=lambda row: -most.get(row.pk, (0, ""))[0])
    asked = [row for row in inside(reader, RECOMMENDATIONS, span) if row.state == RecommendationState.OPEN]
    return [
        *(_line(reading, "worries", row, "Overdue") for row in in_order(reading, late)),
        *(_line(reading, "worries", row, most.get(row.pk, (0, ""))[1]) for row in findings),
        *(_line(reading, "asks", row, "Not closed yet") for row in in_order(reading, asked)),
    ]


def _line(reading, part, thing, beside) -> ProposedLine:
    seen = reading.for_page(thing)
    return ProposedLine(
        part, seen.text, thing._meta.model_name, thing.ref, ", ".join(filter(None, [beside, seen.work]))
    )
