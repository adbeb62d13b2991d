"""A thread with every kind of part in it, for tests of its pages."""

import datetime
from types import SimpleNamespace

import pytest

from goldenthread.foundation.access.viewer import System
from goldenthread.thread import operations
from tests.kept import keep

DAY = datetime.date(2026, 3, 2)
SYSTEM = System("the tests")


@pytest.fixture
def given(now):
    """What every operation takes, as the house itself."""
    return {"by": SYSTEM, "now": now}


@pytest.fixture
def make(cast, given):
    """Makes parts of the thread with as few words as possible."""

    class Make:
        def source(self, **more):
            values = {
                "group": cast.root,
                "kind": "case_file_audit",
                "title": "Audit of neglect",
                "on": DAY,
                "summary": "Sixteen cases.",
            } | more
            return operations.add_source(**given, **values)

        def finding(self, source, **more):
            return operations.add_finding(
                **given, **{"source": source, "kind": "development", "text": "Chronologies were missing."} | more
            )

        def recommendation(self, source, **more):
            return operations.add_recommendation(
                **given, **{"source": source, "text": "Keep a chronology for each child."} | more
            )

        def action(self, source, **more):
            values = {
                "source": source,
                "text": "Train every team.",
                "owner": cast.agencies["health"],
                "due_on": datetime.date(2026, 6, 1),
            } | more
            return operations.add_action(**given, **values)

        def theme(self, name="Neglect"):
            return operations.add_theme(**given, name=name)

        def accept(self, recommendation, body="health", answer="accepted", **more):
            return operations.answer(
                **given, recommendation=recommendation, body=cast.agencies[body], answer=answer, on=DAY, **more
            )

        def evidence(self, action, **more):
            return operations.give_evidence(
                **given, **{"action": action, "kind": "audit", "text": "Dip sample of 20.", "on": DAY} | more
            )

        def agreed(self, source, **more):
            action = self.action(source, **more)
            return operations.agree(**given, action=action, version=action.version, on=DAY)

        def done(self, source, **more):
            action = self.agreed(source, **more)
            return operations.report_done(**given, action=action, version=action.version, on=DAY)

        def assured(self, source, **more):
            action = self.done(source, **more)
            self.evidence(action)
            return operations.assure(**given, action=action, version=action.version, on=DAY)

        def impact(self, source, **more):
            values = {
                "source": source,
                "judgement": "as_intended",
                "text": "Fewer children waited.",
                "method": "Re-audit",
                "on": DAY,
            } | more
            return operations.judge_impact(**given, **values)

        def voice(self, source, **more):
            return operations.record_voice(
                **given, **{"source": source, "who": "child", "text": "They listened.", "on": DAY} | more
            )

        def proposal(self, about=None, **more):
            values = {
                "kind": "challenge",
                "title": "A challenge about chronologies",
                "text": "They are missing every year.",
            } | more
            return operations.propose(**given, holder=cast.west, about=about, **values)

    return Make()


@pytest.fixture
@keep
def told(make):
    """One source followed from a finding to its impact, with every part by name."""
    source = make.source()
    theme = make.theme()
    finding = make.finding(source, themes=[theme], cases=5, opportunities=6)
    recommendation = make.recommendation(source, findings=[finding])
    answer = make.accept(recommendation)
    action = make.assured(source, recommendation=recommendation)
    impact = make.impact(source, action=action)
    voice = make.voice(source)
    proposal = make.proposal(finding)
    return SimpleNamespace(
        source=source,
        theme=theme,
        finding=finding,
        recommendation=recommendation,
        answer=answer,
        action=action,
        impact=impact,
        voice=voice,
        evidence=action.evidence.get(),
        proposal=proposal,
    )
