"""What changed since a version that was signed before, for whoever is asked to sign the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from goldenthread.foundation.papers.comparing import ChapterChange, compare
from goldenthread.foundation.people.models import Membership
from goldenthread.front.yearly_report.models import Signature, Version
from goldenthread.front.yearly_report.rendering import paper_in
from goldenthread.front.yearly_report.states import VersionState


@dataclass(frozen=True)
class Since:
    """The earlier version, the signature of this partner on it (None where it is told for nobody in particular), and
    every chapter that differs. `withheld` are later versions that they signed too, whose words are no longer kept.
    """

    version: Version
    signature: Signature | None
    chapters: list[ChapterChange]
    withheld: tuple[Version, ...] = ()


def since_signed(version: Version, membership: Membership | None, text_of: Callable[[Version], str]) -> Since | None:
    """Since the last version that the partner signed, whether it was published or not; for a reader who signs for
    nobody since the last one that was published. None where there is no earlier text to compare with.

    `text_of` gives the words of a version, or raises what the caller knows how to tell.
    """
    withheld = []
    for earlier in _earlier(version, membership):
        if not earlier.withheld_at:
            signature = earlier.signatures.filter(membership=membership).first() if membership else None
            chapters = compare(paper_in(text_of(earlier)), paper_in(text_of(version)))
            return Since(earlier, signature, chapters, tuple(withheld))
        withheld.append(earlier)
    return None


def _earlier(version: Version, membership: Membership | None) -> QuerySet[Version]:
    before = version.report.versions.filter(number__lt=version.number).order_by("-number")
    if membership is None:
        return before.filter(state__in=[VersionState.PUBLISHED, VersionState.REPLACED])
    signed = Signature.objects.filter(membership=membership, answer=Signature.Answer.SIGNED)
    return before.filter(pk__in=signed.values("version_id"))
