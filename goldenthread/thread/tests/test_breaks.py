"""Where the thread breaks: each width equals its list, for any thread, viewer and filter; and each gap means what it
says.
"""

import datetime
import re
from contextlib import contextmanager

import pytest
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations
from goldenthread.thread.models import Acceptance, Action, Finding, Impact, Recommendation, Source
from goldenthread.thread.queries.breaks import BY_CODE, GAPS, STAGES, counts, picture, rows
from goldenthread.thread.queries.filters import ThreadFilter
from goldenthread.thread.rules import latest_judgement

DAY = datetime.date(2025, 3, 2)
VIEWERS = (
    "business_manager",
    "lay_member",
    "group_chair",
    "agency_lead_health",
    "scrutineer",
    "house_administrator",
    "neighbour",
    "stranger",
    "public",
)
ORDINARY = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
    phases=[Phase.explicit, Phase.generate],  # a thread takes too long to make for shrinking to help
)


@contextmanager
def undone():
    """Whatever is made inside is gone afterwards, so that examples do not pile up."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def somebody(cast, name, now):
    if name == "public":
        return public_reader(cast.west, now)
    if name == "stranger":
        return cast.stranger
    return cast.viewer("east_manager", partnership=cast.east) if name == "neighbour" else cast.viewer(name)


class Weaver:
    """Makes a random thread from choices that hypothesis draws, and can shrink."""

    def __init__(self, cast, make, given_, draw):
        self.cast, self.make, self.given, self.draw = cast, make, given_, draw

    def one(self, *options):
        return self.draw(st.sampled_from(options))

    def weave(self):
        themes = [self.make.theme(name) for name in ("Neglect", "Supervision")]
        priority = operations.add_priority(**self.given, holder=self.cast.west, title="First")
        for _ in range(self.draw(st.integers(1, 3))):
            self.source(themes, priority)
        return themes, priority

    def source(self, themes, priority):
        source = self.make.source(
            group=self.one(self.cast.root, self.cast.quality, self.cast.shared),
            kind=self.one("lcspr", "meeting"),
            on=self.one(DAY, datetime.date(2025, 6, 1), datetime.date(2026, 5, 1)),
            priority=self.one(None, priority),
            audience=self.one("partnership", "partnership", "group", "agency"),
            kept_to=self.cast.agencies["health"],
        )
        recommendations = [self.recommendation(source, themes) for _ in range(self.draw(st.integers(0, 2)))]
        for _ in range(self.draw(st.integers(0, 2))):
            self.action(source, None, recommendations, list(source.findings.all()))
        if self.draw(st.booleans()):
            for row in (*source.findings.all(), *source.recommendations.all(), *source.actions.all()):
                if self.draw(st.booleans()):
                    QuerySet(type(row)).filter(pk=row.pk).update(origin="as_published")
        if self.draw(st.booleans()):
            self.impact(source)

    def recommendation(self, source, themes):
        findings = [
            self.make.finding(
                source,
                kind=self.one("strength", "development"),
                themes=self.draw(st.lists(st.sampled_from(themes), unique=True)),
            )
            for _ in range(self.draw(st.integers(1, 2)))
        ]
        self.release(findings[0])
        if self.draw(st.booleans()):
            operations.lead_nowhere(
                **self.given, finding=findings[-1], version=findings[-1].version, reason="r", who="w", on=DAY
            )
            findings = findings[:-1]
        recommendation = self.make.recommendation(source, findings=self.one(findings, []))
        for body in self.draw(st.lists(st.sampled_from(["health", "police"]), max_size=3)):
            self.make.accept(
                recommendation, body=body, answer=self.one("accepted", "partly", "rejected"), reason="Because."
            )
        if self.draw(st.booleans()):
            self.action(source, recommendation, [])
        if self.draw(st.booleans()):
            self.impact(source, recommendation=recommendation)
        if self.draw(st.booleans()) and self.draw(st.booleans()):
            operations.withdraw_recommendation(
                **self.given, recommendation=recommendation, version=recommendation.version, reason="r"
            )
        return recommendation

    def action(self, source, recommendation, also, findings=()):
        door = self.one(self.make.action, self.make.agreed, self.make.done, self.make.assured)
        action = door(
            source,
            recommendation=recommendation,
            also_answers=also,
            findings=self.one([], findings),
            owner=self.cast.agencies[self.one("health", "police")],
        )
        if door != self.make.assured and self.draw(st.booleans()):
            self.make.evidence(action)
        if door != self.make.assured and self.draw(st.booleans()) and self.draw(st.booleans()):
            operations.withdraw_action(**self.given, action=action, version=action.version, reason="r")
        elif self.draw(st.booleans()):
            for _ in range(self.draw(st.integers(1, 2))):
                self.impact(source, action=action)
        self.release(action)

    def impact(self, source, **of):
        judgement = self.one("as_intended", "none", "worse", "too_early")
        made = self.make.impact(
            source,
            judgement=judgement,
            on=self.one(DAY, datetime.date(2026, 1, 5)),
            look_again_on=self.one(datetime.date(2026, 6, 1), datetime.date(2027, 6, 1)),
            **of,
        )
        if self.draw(st.booleans()) and self.draw(st.booleans()):
            told_only(made)

    def release(self, thing):
        if self.draw(st.booleans()):
            operations.release(
                **self.given,
                thing=thing,
                version=thing.version,
                audience="public",
                public_text="Told.",
                public_label="closed",
            )


@pytest.fixture
def given_(now):
    from goldenthread.thread.tests.conftest import SYSTEM

    return {"by": SYSTEM, "now": now}


@ORDINARY
@given(data=st.data())
def test_every_width_equals_the_length_of_its_list(cast, make, given_, now, data):
    with undone():
        themes, priority = Weaver(cast, make, given_, data.draw).weave()
        viewer = somebody(cast, data.draw(st.sampled_from(VIEWERS)), now)
        narrow = ThreadFilter(
            group_id=data.draw(st.sampled_from([None, None, cast.quality.pk])),
            agency_id=data.draw(st.sampled_from([None, None, cast.agencies["health"].pk])),
            theme_id=data.draw(st.sampled_from([None, None, themes[0].pk])),
            priority_id=data.draw(st.sampled_from([None, None, priority.pk])),
            kind=data.draw(st.sampled_from(["", "", "lcspr"])),
            period=data.draw(st.sampled_from([None, None, (datetime.date(2025, 4, 1), datetime.date(2026, 3, 31))])),
        )
        drawn = picture(viewer, narrow)
        widths = {stage.code: stage.count for stage in drawn.stages} | {gap.code: gap.count for gap in drawn.gaps}
        assert set(widths) == set(BY_CODE)
        for code, place in BY_CODE.items():
            opened = rows(viewer, place, narrow)
            listed = [row.pk for number in Paginator(opened, 3).page_range for row in Paginator(opened, 3).page(number)]
            assert widths[code] == len(listed) == len(set(listed)), code
            assert set(listed) <= set(place.model.objects.visible_to(viewer).values_list("pk", flat=True)), code


@ORDINARY
@given(data=st.data())
def test_every_gap_means_what_it_says(cast, make, given_, now, data):
    """Against a plain reading of the record, thing by thing."""
    with undone():
        Weaver(cast, make, given_, data.draw).weave()
        viewer = cast.viewer()
        for code, wanted in naively(viewer.today).items():
            place = BY_CODE[code]
            own = {row for row in wanted if row.origin == "recorded"} if place.after else wanted
            assert set(rows(viewer, place, ThreadFilter())) == own, code
            if place.after:
                in_text = BY_CODE[f"{code}_in_text"]
                assert set(rows(viewer, in_text, ThreadFilter())) == wanted - own, code


def live_answers(recommendation):
    actions = [*recommendation.actions.all(), *(link.action for link in recommendation.also_links.all())]
    return [action for action in actions if action.state != "withdrawn"]


def standing(recommendation):
    return {
        row.body_id: row.answer for row in Acceptance.objects.filter(recommendation=recommendation).order_by("on", "pk")
    }


def told_only(impact, **more):
    """As a published text tells what changed without judging it."""
    QuerySet(Impact).filter(pk=impact.pk).update(judgement="not_said", origin="as_published", **more)


def newest():
    last = {}
    for row in sorted(Impact.objects.all(), key=lambda row: (row.is_judged, row.on, row.pk)):
        last[
            (row.action_id, row.recommendation_id, None if row.action_id or row.recommendation_id else row.source_id)
        ] = row
    return set(last.values())


def nothing_since(impact):
    """No other live action that is open or finished after the judgement."""
    if impact.recommendation:
        others = live_answers(impact.recommendation)
    elif impact.action and impact.action.recommendation:
        others = live_answers(impact.action.recommendation)
    else:
        others = [row for row in Action.objects.filter(source=impact.source) if row.state != "withdrawn"]
    return not any(
        row != impact.action and (row.state in ("proposed", "agreed") or row.state_on > impact.on) for row in others
    )


def judged(action):
    answered = [action.recommendation, *action.also_answers.all()]
    return action.impacts.exists() or any(row.impacts.exists() for row in answered if row)


def naively(today):
    recommendations = list(Recommendation.objects.all())
    actions = list(Action.objects.all())
    return {
        "sources": set(Source.objects.all()),
        "evidence": {row for row in actions if row.evidence.exists()},
        "impact": newest(),
        "led_nowhere": {
            row
            for row in Finding.objects.all()
            if row.kind == "development"
            and not row.no_step_reason
            and not (
                row.origin == "as_published" and row.source.impacts.filter(action=None, recommendation=None).exists()
            )
            and not row.recommendations.exists()
            and not any(action.state != "withdrawn" for action in row.actions.all())
        },
        "unanswered": {
            row for row in recommendations if row.state == "open" and not standing(row) and not live_answers(row)
        },
        "without_action": {
            row
            for row in recommendations
            if row.state != "withdrawn"
            and {"accepted", "partly"} & set(standing(row).values())
            and not live_answers(row)
        },
        "without_evidence": {
            row for row in actions if row.state in ("reported_done", "assured") and not row.evidence.exists()
        },
        "unjudged": {row for row in actions if row.state == "assured" and not judged(row)},
        "without_effect": {row for row in newest() if row.judgement in ("none", "worse") and nothing_since(row)},
        "look_again": {row for row in newest() if row.judgement == "too_early" and row.look_again_on < today},
    }


def test_the_page_leads_each_number_to_a_list_of_that_length(client, cast, told, make):
    make.finding(told.source)
    make.done(told.source)
    cast.sign_in(client)
    address = f"/west/thread/breaks/?kind=case_file_audit&group={cast.root.pk}"
    body = client.get(address).content.decode()
    seen = counts(cast.viewer(), ThreadFilter(kind="case_file_audit", group_id=cast.root.pk))
    for place in (*STAGES, *GAPS):
        link = re.search(rf'href="(/west/thread/breaks/{place.code}/\?[^"]+)"', body).group(1).replace("&amp;", "&")
        page = client.get(link)
        assert page.context["page"].paginator.count == seen[place.code]
        assert len(re.findall('<th scope="row"', page.content.decode())) == seen[place.code]
    assert seen["led_nowhere"] == seen["without_evidence"] == 1


def test_what_a_published_text_leaves_open_is_no_break(client, cast, told, make):
    """It is counted apart and called what it is, on the picture, in its list and on its own page."""
    finding, action = make.finding(told.source), make.done(told.source)
    for row in (finding, action):
        QuerySet(type(row)).filter(pk=row.pk).update(origin="as_published")
    drawn = picture(cast.viewer(), ThreadFilter())
    assert drawn.broken == (0, 0)
    assert "Threads end early" not in drawn.sentence and "nobody said why" not in str(drawn.table)
    assert (
        "Left open by published texts, and counted apart: 1 finding for which the published text names no "
        "recommendation, action or outcome; 1 action reported done, for which the published text names no evidence."
    ) in drawn.sentence
    cast.sign_in(client)
    for code, page in (
        ("led_nowhere", f"finding/west/{finding.key}"),
        ("without_evidence", f"action/west/{action.key}"),
    ):
        assert counts(cast.viewer(), ThreadFilter())[code] == 0
        assert not rows(cast.viewer(), BY_CODE[code], ThreadFilter()).exists()
        assert "As published" in client.get(f"/west/thread/breaks/{code}_in_text/").content.decode()
        said = client.get(f"/west/thread/{page}/").content.decode()
        assert "nobody has said why" not in said and "nothing shows it" not in said
    story = client.get(f"/west/thread/work/west/{told.source.key}/").content.decode()
    assert "The published text names no recommendation or action for it." in story
    assert "nobody has said why" not in story and "nothing shows it" not in story


def test_an_action_answers_a_finding_directly(client, cast, told, make, given_):
    finding = make.finding(told.source)
    assert rows(cast.viewer(), BY_CODE["led_nowhere"], ThreadFilter()).get() == finding
    cast.sign_in(client)
    page = f"/west/thread/work/west/{told.source.key}/action/"
    form = client.get(f"{page}?finding={finding.key}").context["form"]
    assert form["findings"].value() == [str(finding.pk)]
    client.post(page, {"text": "Tidy the files.", "findings": form["findings"].value()})
    action = finding.actions.get()
    assert not rows(cast.viewer(), BY_CODE["led_nowhere"], ThreadFilter()).exists()
    said = client.get(f"/west/thread/finding/west/{finding.key}/").content.decode()
    assert "1 action answers it." in said and "Tidy the files." in said and "Say why nothing follows" not in said
    assert finding.text in client.get(f"/west/thread/action/west/{action.key}/").content.decode()
    with pytest.raises(Refused, match="already answers"):
        operations.lead_nowhere(**given_, finding=finding, version=finding.version, reason="r", who="w", on=DAY)
    operations.withdraw_action(**given_, action=action, version=action.version, reason="r")
    assert rows(cast.viewer(), BY_CODE["led_nowhere"], ThreadFilter()).get() == finding


def test_a_text_told_after_a_judgement_takes_nothing_from_it(cast, make, given_):
    """One of them is latest, on the picture, in the lists and for the rules: the judgement."""
    source = make.source()
    recommendation = make.recommendation(source)
    of = {"recommendation": recommendation}
    judged = make.impact(source, judgement="none", on=DAY, **of)
    told_only(make.impact(source, on=datetime.date(2026, 1, 5), **of))
    viewer = cast.viewer()
    assert list(rows(viewer, BY_CODE["impact"], ThreadFilter())) == [judged]
    assert list(rows(viewer, BY_CODE["without_effect"], ThreadFilter())) == [judged]
    assert latest_judgement(recommendation) == judged
    told_only(judged)  # nobody has judged it at all: the newest text stands for it
    assert [row.on.year for row in rows(viewer, BY_CODE["impact"], ThreadFilter())] == [2026]
    assert latest_judgement(recommendation) is None


def test_what_the_page_offers_is_what_the_rule_allows(client, cast, make, given_):
    """Judged as intended, then too early to say: the page does not offer to close what may not be closed."""
    source = make.source()
    recommendation = make.recommendation(source)
    action = make.assured(source, recommendation=recommendation)
    make.impact(source, action=action, on=DAY)
    page = f"/west/thread/recommendation/west/{recommendation.key}/"
    cast.sign_in(client)
    assert "so it can be closed" in client.get(page).content.decode()
    make.impact(
        source,
        recommendation=recommendation,
        judgement="too_early",
        look_again_on=datetime.date(2027, 1, 1),
        on=datetime.date(2026, 5, 1),
    )
    assert "so it can be closed" not in client.get(page).content.decode()
    with pytest.raises(Refused, match="too early"):
        operations.close_recommendation(**given_, recommendation=recommendation, version=1)


def test_what_follows_unseen_is_no_break(cast, make, given_):
    """A recommendation closed to somebody still follows from the finding that they see."""
    source = make.source()
    finding = make.finding(source)
    recommendation = make.recommendation(source, findings=[finding])
    operations.restrict(**given_, thing=recommendation, version=1, audience="group")
    lay = cast.viewer("lay_member")
    assert counts(lay, ThreadFilter())["recommendations"] == 0 and counts(lay, ThreadFilter())["led_nowhere"] == 0
