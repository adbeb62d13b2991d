"""What changed since a version that was signed before, for whoever is asked to sign the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from goldenthread.foundation.papers.blocks import Paper
from goldenthread.foundation.papers.comparing import ChapterChange, compare
from goldenthread.foundation.people.models import Membership
from goldenthread.front.yearly_report.models import Report, Signature, Version
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
    """Since the last version that the partner signed, whether it was published or not; for one who signed none, since
    the version before; for a reader who signs for nobody since the last one that was published. None where there is no
    earlier text to compare with.

    `text_of` gives the words of a version, or raises what the caller knows how to tell.
    """
    withheld = []
    earlier_ones = _earlier(version, membership)
    for earlier in earlier_ones if earlier_ones or membership is None else _before(version):
        if not earlier.withheld_at:
            signature = earlier.signatures.filter(membership=membership).first() if membership else None
            chapters = compare(paper_in(text_of(earlier)), paper_in(text_of(version)))
            return Since(earlier, signature, chapters, tuple(withheld))
        withheld.append(earlier)
    return None


def since_last(
    report: Report, paper: Paper, version: Version | None, text_of: Callable[[Version], str]
) -> Since | None:
    """What a paper, of the draft or of a closed version, says otherwise than the version closed before it."""
    rows = report.versions.filter(withheld_at=None).order_by("-number")
    last = (rows.filter(number__lt=version.number) if version else rows).first()
    return Since(last, None, compare(paper_in(text_of(last)), paper)) if last else None


def _before(version: Version) -> QuerySet[Version]:
    return version.report.versions.filter(number__lt=version.number).order_by("-number")


def _earlier(version: Version, membership: Membership | None) -> QuerySet[Version]:
    before = _before(version)
    if membership is None:
        return before.filter(state__in=[VersionState.PUBLISHED, VersionState.REPLACED])
    signed = Signature.objects.filter(membership=membership, answer=Signature.Answer.SIGNED)
    return before.filter(pk__in=signed.values("version_id"))
