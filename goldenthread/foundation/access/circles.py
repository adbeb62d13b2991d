"""Circles of readers: who may read a thing, and what of it goes to whom.

A thing knows its circle (`Audienced`). `visible_to(viewer)` is the one filter with which every read begins, and
`Reading` the one place that decides what a viewer sees of a thing they may see: a page, a list, a story, a chapter, a
proof and a file all show a `Projection` of it and never the row itself.
"""

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from goldenthread.foundation.access import readers
from goldenthread.foundation.access.kept import KeptQuerySet
from goldenthread.foundation.access.queries import in_circle, visible
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.access.withdrawn import stands
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.writing import Versioned

KEPT = "Kept to listed people: open it to read"


class Audience(models.TextChoices):
    """From the widest to the narrowest."""

    PUBLIC = "public", "Public"
    PARTNERSHIP = "partnership", "The partnership"
    GROUP = "group", "The group that holds it"
    AGENCY = "agency", "One agency and the business unit"
    LISTED = "named", "Listed people only"  # stored as before: old record files and lines of history say so


class ReadableQuerySet(KeptQuerySet):
    def visible_to(self, viewer):
        """The one filter that every read begins with."""
        return visible(viewer, self)

    def read_whole_by(self, viewer):
        """Of the rows that the viewer may see, those whose own text they read, not only the text made for others."""
        circle = in_circle(viewer, self.model, "text_audience")
        return self.filter(models.Q(public_text="") | circle) if circle else self


class Audienced(Versioned):
    """Has a circle of readers of its own. Widening it is a release, which asks for a text made for the wider circle.

    Who is in `audience` knows that it exists and reads `public_text` where there is one; its own text is then read by
    `text_audience` alone, the circle that it had before. Without `public_text` everybody reads the same.

    AUDIENCE_OWNERS  the columns of the agency and the person who owe it, and read it in every circle; none for most
    TEXT      the field of its own text
    RELEASED  the fields, and the properties made of nothing else, that go with the text made for others. Whatever is
              not named here stays with those who read the whole.
    SHOWN     further properties that those who read the whole may be shown.
    """

    audience = models.CharField("who may read it", max_length=12, choices=Audience)
    public_text = models.TextField("text for the public", blank=True)
    text_audience = models.CharField(
        "who may read the text behind it", max_length=12, choices=Audience, blank=True, editable=False
    )
    released_on = models.DateField(null=True, blank=True, editable=False)
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    objects = ReadableQuerySet.as_manager()
    AUDIENCE_OWNERS: tuple[str, ...] = ()
    TEXT = "text"
    RELEASED: tuple[str, ...] = ()
    SHOWN: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def save(self, *args, **options):
        if self.public_text and not self.text_audience:
            self.text_audience = Audience.PARTNERSHIP if self.audience == Audience.PUBLIC else self.audience
        super().save(*args, **options)

    @property
    def audience_label(self) -> str:
        return Audience(self.audience).label


# What says where a thing stands, and nothing of what is in it: read by whoever may know that it exists.
ALWAYS = frozenset(
    ("pk", "id", "key", "ref", "holder", "order", "origin")
    + ("audience", "audience_label", "public_text", "released_on", "released_by")
)


def kept_to_listed(thing: Audienced) -> bool:
    """Whether opening this thing's page shows what only listed people read."""
    return Audience.LISTED in (thing.audience, thing.text_audience if thing.public_text else "")


class Projection:
    """A thing as one viewer reads it. `whole`: they read its own text and all its fields; else `text` is the one made
    for them, and of the fields only those that go with it are told. The others are empty, as if nobody had filled
    them in: seen.cases is None for whoever reads only "We learned.".

    `thing` is the row itself, for addresses and permissions. It is never shown.
    """

    def __init__(self, thing: Audienced, *, whole: bool, text: str):
        self.thing, self.whole, self.text = thing, whole, text

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        thing = self.thing
        field = _field(type(thing), name)
        told = field.name if field is not None else name
        if told in ALWAYS or told in thing.RELEASED:
            return getattr(thing, name)
        if field is None and name not in thing.SHOWN:
            raise AttributeError(f"{type(thing).__name__}.{name} is neither a field nor listed in RELEASED or SHOWN")
        return getattr(thing, name) if self.whole else _empty(field)


def _field(model: type[models.Model], name: str):
    """The field behind a name, also behind `owner_id` and `get_state_display`."""
    if name.startswith("get_") and name.endswith("_display"):
        name = name.removeprefix("get_").removesuffix("_display")
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _empty(field):
    return "" if isinstance(field, models.CharField | models.TextField) else None


class Reading:
    """Answers for many things without a query for each; the things come from `visible_to(viewer)`, with their
    source.
    """

    projection: type[Projection] = Projection

    def __init__(self, viewer):
        self.viewer = viewer

    def for_page(self, thing: Audienced) -> Projection:
        """For a page of its own, which records the reading of what is kept to listed people."""
        return self._project(thing, self.reads_whole(thing), for_list=False)

    def for_list(self, thing: Audienced) -> Projection:
        """For a list, a notice or a file. What is kept to listed people is read only on its own page, so of such a
        thing a list tells no more than of a released one.
        """
        whole = self.reads_whole(thing)
        circle = thing.text_audience if thing.public_text and whole else thing.audience
        return self._project(thing, whole and circle != Audience.LISTED, for_list=True, kept=circle == Audience.LISTED)

    def _project(self, thing, whole, *, for_list, kept=False) -> Projection:
        text = KEPT if kept else getattr(thing, thing.TEXT) if whole else thing.public_text
        return self.projection(thing, whole=whole, text=text)

    def reads_whole(self, thing: Audienced) -> bool:
        """Whether the viewer reads the thing's own text."""
        return not thing.public_text or self.in_circle(thing.text_audience, thing)

    def may_see_whole(self, thing: Audienced) -> bool:
        """The same of a thing that did not come from `visible_to`, of a group whose work the viewer sees."""
        return stands(thing) and self.in_circle(thing.audience, thing) and self.reads_whole(thing)

    def _owes(self, thing: Audienced) -> bool:
        """Whoever owes a thing reads it in every circle."""
        if not thing.AUDIENCE_OWNERS or not self.viewer.seats:
            return False
        agency, person = (getattr(thing, name) for name in thing.AUDIENCE_OWNERS)
        return (person is not None and person == self.viewer.person_id) or any(
            seat.agency_id == agency and (not seat.only_group or seat.group_id == thing.source.group_id)
            for seat in self.viewer.seats
            if seat.agency_id
        )

    def in_circle(self, circle: str, thing: Audienced) -> bool:
        """Whether the viewer belongs to `circle` of a thing whose group they share. The same as access says in SQL."""
        viewer = self.viewer
        if isinstance(viewer, System) or circle == Audience.PUBLIC:
            return True
        if readers.left_out(viewer, type(thing)).holds(thing):
            return False
        if self._owes(thing):
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
        return readers.listed(viewer, type(thing)).holds(thing)
