"""Closing, signing, objecting, publishing, correcting: what partners sign is one exact text, and nothing else
counts.
"""

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.clock import day_of, happened_by_today
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.papers.blocks import canonical, digest
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import acts_in, operation, save_changes
from goldenthread.front.yearly_report import queries, rules
from goldenthread.front.yearly_report.assembly import paper_of
from goldenthread.front.yearly_report.models import CopySent, Rendering, RequiredSignature, Signature, Version
from goldenthread.front.yearly_report.states import REPORT_STEPS, ReportState, VersionState
from goldenthread.thread.states import step

KINDS = {"html", "pdf", "docx"}


def _statutory_roles():
    return [code for code, role in roles().items() if role.statutory]


@operation
def close_for_signature(*, by, now, report, version) -> Version:
    """Freeze the whole text as the next version, which the statutory partners of today are asked to sign."""
    way = step(REPORT_STEPS, "close")
    require(by, way.permission, report)
    rules.may_step(report, way)
    assembled, problems = queries.state_of(report, now)
    rules.nothing_stands_in_the_way(problems)
    partners = rules.statutory_on(report.body, day_of(now))
    rules.has_partners(partners)
    last = report.versions.order_by("-number").first()
    number = last.number + 1 if last else 1
    correcting = queries.published_version(report) is not None
    paper = paper_of(
        report, assembled, status=f"Version {number}", date=day_of(now), what_changed=report.why if correcting else ""
    )
    made = Version(
        report=report,
        number=number,
        text=canonical(paper).decode(),
        digest=digest(paper),
        closed_at=now,
        closed_by=by.name,
        what_changed=report.why if correcting else "",
    )
    save_changes(report, version=version, values={"state": ReportState.CLOSED})
    made.save()
    RequiredSignature.objects.bulk_create(
        [RequiredSignature(version=made, membership=partner, agency=partner.agency) for partner in partners]
    )
    history.record(report, way.verb, by=by, now=now, changes={"version": ("", number), "digest": ("", made.digest)})
    return made


def _void(report, made, reason):
    made.state, made.void_reason = VersionState.VOID, reason
    made.save()


@operation
def open_again(*, by, now, report, version, reason):
    """Open the text for changes. Every signature on the closed version stops counting."""
    way = step(REPORT_STEPS, "reopen")
    require(by, way.permission, report)
    rules.may_step(report, way)
    if not reason.strip():
        raise Refused("Say why the text is opened again. The partners who have signed will read it.", "reason")
    made = queries.current_version(report)
    save_changes(report, version=version, values={"state": ReportState.DRAFT})
    _void(report, made, reason)
    history.record(report, way.verb, by=by, now=now, changes={"version": (made.number, ""), "reason": ("", reason)})
    return report


def _answer(version, membership, answer, *, by, now, digest, reason=""):
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
def sign(*, by, now, version, membership, digest) -> Signature:
    """One partner signs the digest that they were shown. The last signature makes the version ready to publish."""
    version = Version.objects.select_for_update().get(pk=version.pk)
    signature = _answer(version, membership, Signature.Answer.SIGNED, by=by, now=now, digest=digest)
    if not needed(version) - signed(version):
        version.state = VersionState.SIGNED
        version.save()
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
def object_to(*, by, now, version, membership, digest, reason) -> Signature:
    """One partner objects. The text is opened for changes, and no signature on it counts any more."""
    if not reason.strip():
        raise Refused("Say what you object to, so that it can be put right.", "reason")
    version = Version.objects.select_for_update().get(pk=version.pk)
    signature = _answer(version, membership, Signature.Answer.OBJECTED, by=by, now=now, digest=digest, reason=reason)
    report = version.report
    _void(report, version, f"{membership.agency} objected: {reason}")
    save_changes(report, version=report.version, values={"state": ReportState.DRAFT})
    history.record(
        report,
        "report.objected",
        by=by,
        now=now,
        changes={"version": (version.number, ""), "partner": ("", membership.agency.key), "reason": ("", reason)},
    )
    return signature


def needed(version) -> set[int]:
    return set(version.required.values_list("membership_id", flat=True))


def signed(version) -> set[int]:
    """The partners whose signature stands on exactly this version's digest."""
    return set(
        version.signatures.filter(answer=Signature.Answer.SIGNED, digest=version.digest).values_list(
            "membership_id", flat=True
        )
    )


@operation
def publish(*, by, now, version, renderings) -> Version:
    """Publish a version that every partner has signed. `renderings` are its page, PDF and Word as bytes, made from its
    text.

    A version that was published before is replaced; its own text stays until it is withheld.
    """
    report = version.report
    require(by, "report.publish", report)
    rules.may_be_published(version, needed(version), signed(version))
    rules.fits_the_text(version, renderings)
    before = queries.published_version(report)
    if before:
        before.state = VersionState.REPLACED
        before.save()
    save_changes(
        report, version=report.version, values={"state": ReportState.PUBLISHED, "published_on": day_of(now), "why": ""}
    )
    version.state, version.published_at, version.published_by = VersionState.PUBLISHED, now, by.name
    version.save()
    Rendering.objects.bulk_create([_rendering(version, kind, content) for kind, content in sorted(renderings.items())])
    history.record(
        report,
        "report.published",
        by=by,
        now=now,
        changes={"version": ("", version.number), "digest": ("", version.digest)},
    )
    return version


def _rendering(version, kind, content):
    import hashlib

    return Rendering(
        version=version, kind=kind, content=content, sha256=hashlib.sha256(content).hexdigest(), size=len(content)
    )


@operation
def begin_correction(*, by, now, report, version, reason):
    """Open a published report for its next version. The published one stays until the next is signed and published."""
    way = step(REPORT_STEPS, "correct")
    require(by, way.permission, report)
    rules.may_step(report, way)
    rules.says_what_changed(reason)
    save_changes(report, version=version, values={"state": ReportState.DRAFT, "why": reason})
    history.record(report, way.verb, by=by, now=now, changes={"reason": ("", reason)})
    return report


@operation
def withhold(*, by, now, version, reason) -> Version:
    """Take the words of an earlier version away, for instance when consent was withdrawn. Its hashes stay."""
    report = version.report
    require(by, "report.publish", report)
    if version.state not in (VersionState.REPLACED, VersionState.VOID):
        raise Refused("Publish the corrected version first; then the words of the earlier one can be withheld.")
    if not reason.strip():
        raise Refused("Say why the earlier text is withheld.", "reason")
    version.text, version.withheld_at = "", now
    version.save()
    for rendering in version.renderings.all():
        rendering.content = None
        rendering.save()
    history.record(
        report, "report.withheld", by=by, now=now, changes={"version": (version.number, ""), "reason": ("", reason)}
    )
    return version


@operation
def log_copy(*, by, now, version, to, how, on) -> CopySent:
    """A published version went to somebody who must or should have it."""
    require(by, "report.publish", version.report)
    if version.state != VersionState.PUBLISHED:
        raise Refused("Only a published version can be sent out.")
    happened_by_today(on, now)
    copy = CopySent(version=version, to=to, how=how, on=on, by_name=by.name)
    copy.save()
    history.record(version.report, "report.copy_sent", by=by, now=now, on=on, changes={"to": ("", to)})
    return copy
