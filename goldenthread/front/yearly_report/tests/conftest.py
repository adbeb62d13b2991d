"""A report that is ready to close, and ways to sign it."""

import datetime

import pytest

from goldenthread.foundation.papers.blocks import canonical
from goldenthread.foundation.people.models import Membership
from goldenthread.front.yearly_report import closing, operations, queries
from goldenthread.front.yearly_report.models import Report
from goldenthread.thread import operations as thread
from tests.kept import keep

PARTNERS = {"council": "lead_partner", "health": "lead_partner_health", "police": "lead_partner_police"}


def pretend(paper, body_key, base_url, template=None):
    """Printing takes a quarter of a second, which most tests do not need."""
    text = canonical(paper)
    return {"html": b"<p>x</p>", "pdf": b"%PDF" + text, "docx": b"PK" + text}


class Desk:
    """Everything that a test does to one report, each step through the real operations."""

    def __init__(self, cast):
        self.cast = cast
        self.manager = cast.viewer()
        self.given = {"by": self.manager, "now": cast.now}
        self.report = operations.begin_report(
            body=cast.west, period=cast.period, title="Yearly report 2025-26", **self.given
        )

    def fresh(self):
        self.report = Report.objects.get(pk=self.report.pk)
        return self.report

    def section(self, chapter):
        return self.report.sections.get(chapter=chapter)

    def write(self, chapter, text, **values):
        section = self.section(chapter)
        return operations.write_section(section=section, version=section.version, text=text, **values, **self.given)

    def answer_everything(self):
        """Each item of the checklist answered in a sentence, so that nothing but the test's own matter blocks
        closing.
        """
        for item in queries.state_of(self.report, self.cast.now)[0] and queries.checklist(self.report, []):
            operations.answer_item(
                report=self.report,
                number=item.row.number,
                not_applicable="Not in this test.",
                name="The business manager",
                **self.given,
            )

    def prepare(self, render=pretend):
        return closing.prepare(self.fresh(), self.cast.now, "http://localhost:8000", render)

    def close(self, render=pretend, **more):
        prepared = self.prepare(render)
        return operations.close_for_signature(
            report=self.report, version=self.report.version, prepared=prepared, **more, **self.given
        )

    def membership(self, agency):
        return Membership.objects.get(agency=self.cast.agencies[agency], partnership=self.cast.west)

    def sign(self, version, agency, *, person=None, digest=None):
        by = self.cast.viewer(person or PARTNERS[agency])
        return operations.sign(
            by=by,
            now=self.cast.now,
            version=version,
            membership=self.membership(agency),
            digest=digest or version.digest,
        )

    def object(self, version, agency, reason="The second chapter names a school."):
        by = self.cast.viewer(PARTNERS[agency])
        return operations.object_to(
            by=by,
            now=self.cast.now,
            version=version,
            membership=self.membership(agency),
            digest=version.digest,
            reason=reason,
        )

    def sign_all(self, version):
        for agency in PARTNERS:
            self.sign(version, agency)
        version.refresh_from_db()
        return version

    def publish(self, version):
        return operations.publish(version=version, **self.given)

    def work(self, title="Audit of strategy meetings", on=datetime.date(2025, 9, 10), public=True):
        """A piece of work, released with a text for the public."""
        source = thread.add_source(
            group=self.cast.root, kind="case_file_audit", title=title, on=on, summary="Kept inside.", **self.given
        )
        if public:
            thread.release(
                thing=source,
                version=source.version,
                audience="public",
                public_text="Ten files were read.",
                public_label=title,
                **self.given,
            )
        return source


@pytest.fixture
@keep
def desk(cast):
    return Desk(cast)


@pytest.fixture
@keep
def ready(desk):
    desk.answer_everything()
    return desk
