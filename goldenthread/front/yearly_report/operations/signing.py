"""Closing, signing, objecting, publishing, correcting: what partners sign is one exact text, and nothing else
counts.
"""

import datetime
from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.asking import ask
from goldenthread.foundation.clock import day_of, happened_by_today
from goldenthread.foundation.documents.storing import Stored, forget
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.history.queries import written_since
from goldenthread.foundation.notices.operations import wait
from goldenthread.foundation.people.models import Membership
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import acts_in, operation, save_changes
from goldenthread.front.yearly_report import queries, rules
from goldenthread.front.yearly_report.closing import ChangedMeanwhile, Prepared
from goldenthread.front.yearly_report.models import (
    CopySent,
    Rendering,
    Report,
    RequiredSignature,
    Signature,
    Version,
)
from goldenthread.front.yearly_report.operations.locking import lock, locked_version
from goldenthread.front.yearly_report.states import REPORT_STEPS, VERSION_STEPS, VersionState
from goldenthread.thread.states import step


def _statutory_roles() -> list[str]:
    return [code for code, role in roles().items() if role.statutory]


@operation
def close_for_signature(
    *,
    by: Actor,
    now: datetime.datetime,
    report: Report,
    version: int,
    prepared: Prepared,
    sure: Collection[str] = (),
) -> Version:
    """Freeze a prepared text as the next version, which the statutory partners of today are asked to sign.

    `prepared` is from `closing.prepare`, made before this operation. Raises ChangedMeanwhile when anything was written
    since it was made, and Asked of a period that still runs, unless `sure` holds the answer.
    """
    lock(report)
    way = step(REPORT_STEPS, "close")
    require(by, way.permission, report)
    rules.may_step(report, way)
    ask(by, rules.asked_before_closing(report, now), sure)
    partners = rules.statutory_on(report.body, day_of(now))
    rules.has_partners(partners)
    if prepared.report_pk != report.pk or written_since(prepared.read):
        raise ChangedMeanwhile
    made = Version(
        report=report,
        number=prepared.number,
        text=prepared.text,
        digest=prepared.digest,
        closed_at=now,
        closed_by=by.name,
        what_changed=prepared.what_changed,
        template=prepared.template,
    )
    save_changes(report, version=version, values={"state": way.after})
    made.save()
    RequiredSignature.objects.bulk_create(
        [RequiredSignature(version=made, membership=partner, agency=partner.agency) for partner in partners]
    )
    kept = _keep_renderings(made, prepared.files)
    # The chain covers these: text, digest and forms cannot be changed together in silence.
    hashes = {f"sha256 of {rendering.kind}": ("", rendering.sha256) for rendering in kept}
    if made.template:
        hashes["Word template"] = ("", made.template)
    history.record(
        report,
        way.verb,
        by=by,
        now=now,
        changes={"version": ("", made.number), "digest": ("", made.digest), **hashes},
    )
    wait(report, "report.signature_asked", by=by, now=now)
    return made


def _keep_renderings(version: Version, files: dict[str, Stored]) -> list[Rendering]:
    rules.is_whole(files)
    return Rendering.objects.bulk_create(
        [
            Rendering(version=version, kind=form, sha256=stored.sha256, size=stored.size)
            for form, stored in sorted(files.items())
        ]
    )


def _forget(renderings: QuerySet[Rendering]) -> None:
    """Delete the bytes of renderings once the operation stands."""
    for sha256 in [row.sha256 for row in renderings]:
        transaction.on_commit(partial(forget, sha256))


def _step_version(made: Version, code: str, *, by: Actor, now: datetime.datetime, reason: str = "") -> None:
    """Take one step of the table of versions, which history tells of the report."""
    way = step(VERSION_STEPS, code)
    rules.may_step(made, way)
    made.state, made.void_reason = way.after, reason if way.after == VersionState.VOID else made.void_reason
    made.save()
    if way.after == VersionState.VOID:  # what nobody will publish is not kept in three forms; its text is
        _forget(made.renderings.all())
        made.renderings.all().delete()
    if way.verb in ("report.version_voided", "report.replaced"):  # the others are told by who signs or publishes
        history.record(made.report, way.verb, by=by, now=now, changes={"version": (made.number, "")})


@operation
def open_again(*, by: Actor, now: datetime.datetime, report: Report, version: int, reason: str) -> Report:
    """Open the text for changes. Every signature on the closed version stops counting."""
    lock(report)
    way = step(REPORT_STEPS, "reopen")
    require(by, way.permission, report)
    rules.may_step(report, way)
    if not reason.strip():
        raise Refused("Say why the text is opened again. The partners who have signed will read it.", "reason")
    made = locked_version(queries.current_version(report))
    save_changes(report, version=version, values={"state": way.after})
    _step_version(made, "void", by=by, now=now, reason=reason)
    history.record(report, way.verb, by=by, now=now, changes={"version": (made.number, ""), "reason": ("", reason)})
    return report


def _answer(
    version: Version,
    membership: Membership,
    answer: Signature.Answer,
    *,
    by: Actor,
    now: datetime.datetime,
    digest: str,
    reason: str = "",
) -> Signature:
    require(by, "report.sign", version.report)
    rules.may_be_signed(version, digest)
    required = version.required.filter(membership=membership).first()
    if required is None:
        raise Refused(f"{membership.agency} is not among the partners whose signature this version needs.")
    seat = rules.seat_to_sign(by, membership, now, _statutory_roles())
    acts_in(by, seat)
    rules.not_answered(version, membership)
    signature = Signature(
        version=version,
        membership=membership,
        digest=version.digest,
        answer=answer,
        reason=reason,
        person_id=by.person_id,
        name=by.name,
        post=seat.title or seat.person.title,
        seat=seat.key,
        at=now,
    )
    signature.save()
    return signature


@operation
def sign(*, by: Actor, now: datetime.datetime, version: Version, membership: Membership, digest: str) -> Signature:
    """One partner signs the digest that they were shown. The last signature makes the version ready to publish."""
    version = locked_version(version)
    signature = _answer(version, membership, Signature.Answer.SIGNED, by=by, now=now, digest=digest)
    if not needed(version) - signed(version):
        _step_version(version, "all_signed", by=by, now=now)
    history.record(
        version.report,
        "report.signed",
        by=by,
        now=now,
        changes={
            "version": ("", version.number),
            "partner": ("", membership.agency.key),
            "digest": ("", version.digest),
        },
    )
    return signature


@operation
def object_to(
    *, by: Actor, now: datetime.datetime, version: Version, membership: Membership, digest: str, reason: str
) -> Signature:
    """One partner objects. The text is opened for changes, and no signature on it counts any more."""
    if not reason.strip():
        raise Refused("Say what you object to, so that it can be put right.", "reason")
    version = locked_version(version)
    way = step(REPORT_STEPS, "object")
    signature = _answer(version, membership, Signature.Answer.OBJECTED, by=by, now=now, digest=digest, reason=reason)
    report = version.report
    rules.may_step(report, way)
    _step_version(version, "object", by=by, now=now, reason=f"{membership.agency} objected: {reason}")
    save_changes(report, version=report.version, values={"state": way.after})
    history.record(
        report,
        way.verb,
        by=by,
        now=now,
        changes={"version": (version.number, ""), "partner": ("", membership.agency.key), "reason": ("", reason)},
    )
    wait(report, "report.objection_made", by=by, now=now)
    return signature


def needed(version: Version) -> set[int]:
    return set(version.required.values_list("membership_id", flat=True))


def signed(version: Version) -> set[int]:
    """The partners whose signature stands on exactly this version's digest."""
    return set(
        version.signatures.filter(answer=Signature.Answer.SIGNED, digest=version.digest).values_list(
            "membership_id", flat=True
        )
    )


@operation
def publish(
    *,
    by: Actor,
    now: datetime.datetime,
    version: Version,
    files: dict[str, Stored] | None = None,
    template: str = "",
) -> Version:
    """Publish a version that every partner has signed, in the forms that were made of it when it was closed.

    `files` ({form: Stored}) are for a version that was closed, or came in with a record file, without them; `template`
    is the hash of the Word template that they were drawn with.
    A version that was published before is replaced; its own text stays until it is withheld.
    """
    version = locked_version(version)
    report = version.report
    way = step(REPORT_STEPS, "publish")
    require(by, way.permission, report)
    rules.may_be_published(version, needed(version), signed(version))
    rules.may_step(report, way)
    if not version.renderings.exists():
        _keep_renderings(version, files or {})
        version.template = template
    before = queries.published_version(report)
    if before:
        before.report = report
        _step_version(before, "replace", by=by, now=now)
    save_changes(report, version=report.version, values={"state": way.after, "published_on": day_of(now), "why": ""})
    version.published_at, version.published_by = now, by.name
    _step_version(version, "publish", by=by, now=now)
    history.record(
        report,
        way.verb,
        by=by,
        now=now,
        changes={"version": ("", version.number), "digest": ("", version.digest)},
    )
    return version


@operation
def begin_correction(*, by: Actor, now: datetime.datetime, report: Report, version: int, reason: str) -> Report:
    """Open a published report for its next version. The published one stays until the next is signed and published."""
    lock(report)
    way = step(REPORT_STEPS, "correct")
    require(by, way.permission, report)
    rules.may_step(report, way)
    rules.says_what_changed(reason)
    save_changes(report, version=version, values={"state": way.after, "why": reason})
    history.record(report, way.verb, by=by, now=now, changes={"reason": ("", reason)})
    return report


@operation
def change_reason(*, by: Actor, now: datetime.datetime, report: Report, version: int, reason: str) -> Report:
    """Say better what a correction corrects, while it is being written."""
    lock(report)
    require(by, "report.close", report)
    rules.is_being_corrected(report)
    rules.says_what_changed(reason)
    changes = save_changes(report, version=version, values={"why": reason})
    history.record(report, "report.reason_changed", by=by, now=now, changes={"reason": changes["why"]})
    return report


@operation
def withhold(*, by: Actor, now: datetime.datetime, version: Version, reason: str) -> Version:
    """Take the words of an earlier version away, for instance when consent was withdrawn. Its hashes stay."""
    version = locked_version(version)
    report = version.report
    require(by, "report.publish", report)
    if version.state not in (VersionState.REPLACED, VersionState.VOID):
        raise Refused("Publish the corrected version first; then the words of the earlier one can be withheld.")
    if not reason.strip():
        raise Refused("Say why the earlier text is withheld.", "reason")
    version.text, version.withheld_at = "", now
    version.save()
    _forget(version.renderings.all())
    history.record(
        report, "report.withheld", by=by, now=now, changes={"version": (version.number, ""), "reason": ("", reason)}
    )
    return version


@operation
def log_copy(
    *,
    by: Actor,
    now: datetime.datetime,
    version: Version,
    to: str,
    how: str,
    on: datetime.date,
    asked: str = "",
) -> CopySent:
    """A published version went to somebody who must or should have it; `asked`: whom the guidance names."""
    version = locked_version(version)
    require(by, "report.send", version.report)
    rules.may_be_sent(version)
    happened_by_today(on, now)
    copy = CopySent(version=version, to=to, how=how, on=on, by_name=by.name, asked=asked)
    copy.save()
    history.record(version.report, "report.copy_sent", by=by, now=now, on=on, changes={"to": ("", to)})
    return copy
