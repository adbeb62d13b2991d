"""Rules look at the row that stands, not at the one that a page read a moment before. Part of this app's operations."""

from goldenthread.front.yearly_report.models import Report, Section, Version

_ASKED = ["state", "why", "published_on", "version"]


def lock(report: Report) -> None:
    """Hold a report until the operation ends, and read again what rules ask of it.

    Every operation on a report begins with this, so that nothing is written while another closes it: on PostgreSQL by
    the lock of the row, on SQLite by the one write transaction that this is.
    """
    report.refresh_from_db(fields=_ASKED, from_queryset=Report.objects.select_for_update())


def lock_section(section: Section) -> None:
    """The same for a section, whose text is read again too. A chapter for which nobody wrote before gets its row."""
    lock(section.report)
    if section.pk is None:
        stands = section.report.sections.filter(chapter=section.chapter).first()
        if stands is None:
            section.save()
            return
        section.pk = stands.pk  # somebody else was first
        section.refresh_from_db(fields=["version", "title", "order"])
    section.refresh_from_db(fields=["text"])


def locked_version(version: Version) -> Version:
    """A version as it stands, held with its report. The report first, as everywhere, so that nobody waits for ever."""
    report = version.report
    lock(report)
    fresh = Version.objects.select_for_update().get(pk=version.pk)
    fresh.report = report
    return fresh
