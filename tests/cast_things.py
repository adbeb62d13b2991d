"""One thing of every kind in the cast's partnership, for tests that walk every page. All of it is made up."""

import datetime

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.documents import operations as documents
from goldenthread.foundation.documents import storing
from goldenthread.foundation.documents.tests.files import upload
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.notices import private_links
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import Membership
from goldenthread.front.yearly_report import operations as reports
from goldenthread.front.yearly_report import queries as report_queries
from goldenthread.front.yearly_report import receipts
from goldenthread.front.yearly_report.closing import prepare
from goldenthread.front.yearly_report.operations.copies import path_of
from goldenthread.front.yearly_report.paragraphs import pieces
from goldenthread.thread import operations as thread
from tests.house.answers import tables

DAY = datetime.date(2025, 11, 3)
LATER = datetime.date(2027, 2, 1)
HOUSE = System("the cast of the tests")


def _pretend(paper, body_key, base_url, template=None):
    """Printing a report takes a quarter of a second."""
    return {"html": b"<p>Words</p>", "pdf": b"%PDF" + paper.title.encode(), "docx": b"PK" + paper.title.encode()}


class Things:
    """`things.source`, `things.action` and so on, held by west. `things.names` fills addresses: {source} is
    work/west/…
    """

    def __init__(self, cast):
        self.cast, self.given = cast, {"by": HOUSE, "now": cast.now}
        self._thread()
        self._foundation()
        self._of_apps()
        self._reports()
        self.names = self._names()

    def _thread(self):
        given, council = self.given, self.cast.agencies["council"]
        self.theme = thread.add_theme(name=self.cast.theme, **given)
        self.priority = thread.add_priority(holder=self.cast.west, title="Neglect first", **given)
        self.source = self.work()
        self.finding = thread.add_finding(
            source=self.source, kind="development", text="Chronologies were missing.", themes=[self.theme], **given
        )
        self.unanswered = thread.add_finding(
            source=self.source, kind="development", text="Fathers were not asked.", **given
        )
        self.recommendation = thread.add_recommendation(
            source=self.source, text="Keep a chronology.", findings=[self.finding], **given
        )
        self.answer = thread.answer(
            recommendation=self.recommendation, body=council, answer="accepted", on=DAY, **given
        )
        self.closed_recommendation = thread.add_recommendation(source=self.source, text="Tell every school.", **given)
        self.proposed = self.action(owner=None)
        self.agreed = self.take(self.action(owner=council), "agree")
        self.done = self.take(self.take(self.action(owner=council), "agree"), "report_done")
        self.evidence = thread.give_evidence(
            action=self.done, kind="audit", text="A dip sample of twenty.", on=DAY, **given
        )
        self.impact = thread.judge_impact(
            source=self.source,
            action=self.done,
            judgement="as_intended",
            text="Fewer waited.",
            method="Audit",
            on=DAY,
            **given,
        )
        thread.judge_impact(
            source=self.source,
            recommendation=self.closed_recommendation,
            judgement="as_intended",
            text="All know.",
            method="Calls",
            on=DAY,
            **given,
        )
        self.closed_recommendation = thread.close_recommendation(
            recommendation=self.closed_recommendation, version=self.closed_recommendation.version, **given
        )
        self.voice = thread.record_voice(source=self.source, who="child", text="They listened.", on=DAY, **given)
        wanted = {
            "kind": "challenge",
            "title": "A challenge about chronologies",
            "text": "They are missing every year.",
        }
        self.proposal = thread.propose(holder=self.cast.west, about=self.finding, **wanted, **given)
        self.named = self.work(title="A review kept to listed people", audience="named")
        manager, manager_himself = self.cast.viewer(), self.cast.people["business_manager"]
        self.shown = self.work(title="An audit that the public may read")
        thread.list_reader(thing=self.named, person=manager_himself, **given)
        for thing in (self.source, self.finding, self.recommendation, self.agreed, self.impact, self.voice):
            for name in ("scrutineer", "partnership_chair"):  # two, so that one can be taken off
                thread.list_reader(thing=thing, person=self.cast.people[name], **given)
        thread.release(
            by=manager,
            now=self.cast.now,
            thing=self.shown,
            version=self.shown.version,
            audience="public",
            public_text="Ten files.",
            public_label="An audit",
        )

    def work(self, **more):
        values = {
            "group": self.cast.root,
            "kind": "case_file_audit",
            "title": "Audit of neglect",
            "on": DAY,
            "summary": "Sixteen cases.",
        }
        return thread.add_source(**values | more, **self.given)

    def action(self, **more):
        values = {
            "source": self.source,
            "recommendation": self.recommendation,
            "text": "Train every team.",
            "due_on": LATER,
        }
        return thread.add_action(**values | more, **self.given)

    def take(self, action, step):
        return getattr(thread, step)(action=action, version=action.version, on=DAY, **self.given)

    def released(self, thing):
        """The same thing, with a text for the public beside its own."""
        thread.release(
            thing=thing,
            version=thing.version,
            audience="public",
            public_text="Words for all.",
            public_label="A piece of work",
            **self.given,
        )
        return thing

    def _of_apps(self):
        """What each app makes for itself, in its own tests/pages.py, low floors first."""
        self.by_name = {}
        for module in tables():
            if hasattr(module, "things"):
                self.by_name |= module.things(self.cast, self, self.given)
        for name, thing in self.by_name.items():
            setattr(self, name, thing)

    def _foundation(self):
        given = self.given
        diary.load_rules(**given)
        self.clock = diary.start_clock(rule="rr.complete", noun="", key="", group=self.cast.root, on=DAY, **given)
        received = storing.receive(upload())
        self.document = documents.add_document(
            received=received, group=self.cast.root, title="Minutes", on=DAY, **given
        )
        lay = self.cast.people["lay_member"]
        self.proposed_seat = organisations.give_seat(
            by=self.cast.viewer(),
            now=self.cast.now,
            person=lay,
            role="unit_officer",
            partnership=self.cast.west,
            starts=DAY,
        )
        self.message = notices.send(to=lay, body=self.cast.west, template="waiting", path="/west/", **given)
        self.message.attempts = 5
        self.message.save()

    def _reports(self):
        self.draft = self.begin(self.cast.period)
        self.write(self.draft, "foreword", "We listened to children.")
        section = self.draft.sections.get(chapter="foreword")
        self.paragraph = pieces(section.text)[0].digest
        self.comment = reports.comment(section=section, text="Say how.", **self.given)
        self.abbreviation = reports.add_abbreviation(
            body=self.cast.west, short="LADO", words="local authority designated officer", **self.given
        )
        lines = section.report.sections.get(chapter="ten_lines")
        self.line = reports.add_line(section=lines, part="asks", text="Ask.", name="The chair", **self.given)
        self.closed = self.begin(self.period(2024))
        self.version = self.close(self.closed)
        self.published = self.begin(self.period(2023))
        self.publish(self.close(self.published))
        self.correct(self.published)
        self.publish(self.close(self.fresh(self.published)))
        self._copies()
        self.corrected = self.begin(self.period(2022))
        self.publish(self.close(self.corrected))
        self.correct(self.corrected)

    def _copies(self):
        lines = [receipts.Line("A reader", "A college", f"{name}@example.org") for name in ("first", "second")]
        self.recipient, other = reports.add_recipients(body=self.cast.west, lines=lines, **self.given)
        version = report_queries.published_version(self.published)
        (self.copy,) = reports.send_copies(version=version, recipients=[self.recipient], text="Read it.", **self.given)
        self.behind_a_link = f"{self.copy.key}/{private_links.proof_of(path_of(self.copy))}"

    def correct(self, report):
        report = self.fresh(report)
        reports.begin_correction(report=report, version=report.version, reason="A number was wrong.", **self.given)

    def period(self, year):
        days = {"starts": datetime.date(year, 4, 1), "ends": datetime.date(year + 1, 3, 31)}
        return organisations.add_period(body=self.cast.west, label=f"{year}-{year % 100 + 1}", **days, **self.given)

    def begin(self, period):
        return reports.begin_report(
            body=self.cast.west, period=period, title=f"Yearly report {period.label}", **self.given
        )

    def write(self, report, chapter, text):
        section = report.sections.get(chapter=chapter)
        return reports.write_section(section=section, version=section.version, text=text, **self.given)

    @staticmethod
    def fresh(thing):
        return type(thing).objects.get(pk=thing.pk)

    def answer_all(self, report):
        for item in report_queries.checklist(report, []):
            reports.answer_item(
                report=report,
                number=item.row.number,
                not_applicable="Not in this test.",
                name="The manager",
                **self.given,
            )

    def close(self, report):
        self.answer_all(report)
        report = self.fresh(report)
        prepared = prepare(report, self.cast.now, "http://localhost:8000", _pretend)
        return reports.close_for_signature(report=report, version=report.version, prepared=prepared, **self.given)

    def publish(self, version):
        for agency, person in (
            ("council", "lead_partner"),
            ("health", "lead_partner_health"),
            ("police", "lead_partner_police"),
        ):
            membership = Membership.objects.get(agency=self.cast.agencies[agency], partnership=self.cast.west)
            reports.sign(
                by=self.cast.viewer(person),
                now=self.cast.now,
                version=version,
                membership=membership,
                digest=version.digest,
            )
        version.refresh_from_db()
        return reports.publish(version=version, **self.given)

    def _names(self):
        parts = (
            "finding",
            "unanswered",
            "recommendation",
            "closed_recommendation",
            "evidence",
            "impact",
            "voice",
            "proposal",
        )
        work = {
            name: getattr(self, name).ref for name in ("source", "named", "shown", "proposed", "agreed", "done", *parts)
        }
        rows = {
            name: getattr(self, name).pk for name in ("answer", "abbreviation", "comment", "line", "recipient", "copy")
        }
        keys = {
            name: getattr(self, name).key
            for name in ("theme", "clock", "document", "message", "draft", "closed", "published", "corrected")
        }
        seat, person = self.cast.seats["lay_member"], self.cast.people["lay_member"]
        proposed, giving = self.proposed_seat, self.cast.seats["business_manager"]
        who = {
            "seat": seat.key,
            "proposed_seat": proposed.key,
            "giving_seat": giving.key,
            "person": person.key,
            "group": f"west/{self.cast.quality.key}",
            "membership": self.cast.agencies["school"].key,
        }
        reader = self.cast.people["scrutineer"].key
        own = {name: _in_an_address(thing) for name, thing in self.by_name.items()}
        more = {
            "behind_a_link": self.behind_a_link,
            "reader": reader,
            "paragraph": self.paragraph,
            "partner": self.cast.agencies["council"].key,
        }
        return own | work | rows | keys | who | more


def _in_an_address(thing):
    """What belongs to a thing has neither: its number stands after the thing's name."""
    return getattr(thing, "ref", None) or getattr(thing, "key", None) or thing.pk
