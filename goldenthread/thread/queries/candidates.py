"""What chapters of the yearly report may draw on from the thread, as the editor of a chapter sees it."""

from django.db.models import Model

from goldenthread.foundation.room import DrawsOn
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source, Voice
from goldenthread.thread.queries.placing import day_of_work
from goldenthread.thread.queries.reading import Reading


def _kind(model: type[Model], day: str) -> DrawsOn:
    related = ("group", "holder") if model is Source else ("holder", "source__group", "source__holder")

    def rows(viewer, body):
        seen = model.objects.visible_to(viewer).select_related(*related)
        return seen.annotate(day_of_work=day_of_work(viewer)) if day == "day_of_work" else seen

    def words(viewer):
        reading = Reading(viewer)
        return lambda thing: reading.for_list(thing).title

    return DrawsOn(model._meta.model_name, rows, words, day)


SOURCES = _kind(Source, "on")
FINDINGS = _kind(Finding, "day_of_work")
RECOMMENDATIONS = _kind(Recommendation, "day_of_work")
ACTIONS = _kind(Action, "day_of_work")
IMPACTS = _kind(Impact, "on")
VOICES = _kind(Voice, "on")
