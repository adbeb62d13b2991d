"""What chapters of the yearly report may draw on from the thread, as the editor of a chapter sees it."""

from goldenthread.foundation.room import DrawsOn
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source, Voice
from goldenthread.thread.queries.reading import Reading


def _kind(model, day):
    related = ("group", "holder") if model is Source else ("holder", "source__group", "source__holder")

    def rows(viewer, body):
        return model.objects.visible_to(viewer).select_related(*related)

    def words(viewer):
        reading = Reading(viewer)
        return lambda thing: reading.for_list(thing).title

    return DrawsOn(model._meta.model_name, rows, words, day)


SOURCES = _kind(Source, "on")
FINDINGS = _kind(Finding, "source__on")
RECOMMENDATIONS = _kind(Recommendation, "source__on")
ACTIONS = _kind(Action, "source__on")
IMPACTS = _kind(Impact, "on")
VOICES = _kind(Voice, "on")
