"""What a viewer reads of a thing that they may see: its own text, the text made for a wider circle, or only that it is
there.
"""

from functools import cached_property

from goldenthread.foundation.access.viewer import System
from goldenthread.thread.models import Audience, NamedReader

KEPT = "Kept to named people: open it to read"
KEPT_WORK = "Work kept to named people"
NEUTRAL = "a confidential piece of work"


def kept_to_named(thing):
    """Whether opening this thing's page shows what only named people read."""
    return Audience.NAMED in (thing.audience, thing.text_audience if thing.public_text else "")


class Reading:
    """Answers for many things without a query for each; the things come from `visible_to(viewer)`, with their
    source.
    """

    def __init__(self, viewer):
        self.viewer = viewer

    @cached_property
    def _named(self):
        viewer = self.viewer
        if not (viewer.person_id and viewer.seats and viewer.second_factor):
            return frozenset()
        return frozenset(NamedReader.objects.filter(person_id=viewer.person_id).values_list("source_id", flat=True))

    def in_circle(self, circle, thing):
        """Whether the viewer belongs to `circle` of a thing whose group they share. The same as access says in SQL."""
        viewer = self.viewer
        if isinstance(viewer, System) or circle == Audience.PUBLIC:
            return True
        roles = [seat.role for seat in viewer.seats]
        if circle == Audience.PARTNERSHIP:
            return any(role.reads_partnership for role in roles) or thing.source.group_id in viewer.own_group_ids
        if circle == Audience.GROUP:
            return any(role.reads_groups for role in roles) or thing.source.group_id in viewer.own_group_ids
        if circle == Audience.AGENCY:
            agency = (
                getattr(thing, thing.AUDIENCE_AGENCY) if "__" not in thing.AUDIENCE_AGENCY else thing.source.kept_to_id
            )
            return any(role.reads_agencies for role in roles) or any(
                seat.agency_id == agency and (not seat.only_group or seat.group_id == thing.source.group_id)
                for seat in viewer.seats
                if seat.agency_id
            )
        return thing.source_id in self._named

    def whole(self, thing):
        """Whether the viewer reads the thing's own text."""
        return not thing.public_text or self.in_circle(thing.text_audience, thing)

    def text(self, thing):
        """For a page of its own."""
        own = thing.summary if hasattr(thing, "summary") else thing.text
        return own if self.whole(thing) else thing.public_text

    def line(self, thing):
        """For a list, a notice or a file: what is kept to named people is read only on its page, which records it."""
        circle = thing.text_audience if thing.public_text and self.whole(thing) else thing.audience
        if circle == Audience.NAMED:
            return KEPT
        return self.name(thing) if hasattr(thing, "summary") else self.text(thing)

    def sees_source(self, thing):
        return self.in_circle(thing.source.audience, thing.source)

    def name(self, thing):
        """What the work behind a thing is called for this viewer."""
        source = thing.source
        if not self.sees_source(source):
            return source.public_label or NEUTRAL
        return source.title if self.whole(source) else source.public_label or source.title

    def name_in_list(self, thing):
        return KEPT_WORK if self.sees_source(thing) and thing.source.audience == Audience.NAMED else self.name(thing)
