"""Who may read a thing of the thread."""

from goldenthread.foundation.access.circles import Audience, ReadableQuerySet
from goldenthread.foundation.access.circles import Audienced as AudiencedAnywhere
from goldenthread.foundation.access.kept import Origin

__all__ = ["Audience", "Audienced", "Origin", "ReadableQuerySet"]


class Audienced(AudiencedAnywhere):
    """A thing of the thread: its circle is that of the piece of work in which it stands, until it is given its own."""

    AUDIENCE_SOURCE = "source__"
    AUDIENCE_AGENCY = "source__kept_to_id"
    AUDIENCE_AREAS = "thread.SourceArea"

    class Meta:
        abstract = True
