"""What was not released does not leave with what was: a secret in every field of every kind of thing, released in other
words, and every page, list, filter, chapter, proof and take-out read by those outside.
"""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.db import models
from django.test import Client

from goldenthread.foundation.access.viewer import System, public_reader
from goldenthread.foundation.access.withdrawn import Withdrawable
from goldenthread.foundation.documents import operations as documents
from goldenthread.foundation.documents import storing
from goldenthread.foundation.documents.tests.files import upload
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.papers import html
from goldenthread.foundation.records.taking_out import files, gather
from goldenthread.foundation.room import Span, offered
from goldenthread.foundation.ui.words import day
from goldenthread.front.yearly_report import operations as reports
from goldenthread.thread import operations
from goldenthread.thread.models import Action, Addressee, Evidence, Finding, Impact, Recommendation, Source, Voice
from goldenthread.thread.queries.breaks import BY_CODE, rows
from goldenthread.thread.queries.filters import ThreadFilter
from goldenthread.thread.queries.reading import Reading
from tests.words import words

pytestmark = pytest.mark.django_db

DAY, HIDDEN_DAY = datetime.date(2025, 11, 3), datetime.date(2019, 9, 17)
HOUSE = System("the tests of what is released")
MODELS = (Source, Finding, Recommendation, Action, Impact, Voice)
OUTSIDE = ("lay_member", "agency_lead_health", "analyst")
# Nothing of these may be read outside: words, numbers and days that were planted, as any page or file may write them.
SECRET = re.compile(
    r"(?i)secret[ \w]*|7\s?,?391|7\s?,?393|17(?:th)?\s+sep\w*\s+2019|2019-09-17|17\.09\.2019|17/09/2019"
)


def plant(row, **more):
    """A secret in every text that no release takes along, whatever fields the model has or will have."""
    kept = set(getattr(row, "RELEASED", ())) | {"key", "public_text", "public_label", "origin", "known", "audience"}
    kept |= {field.name for field in Withdrawable._meta.local_fields}  # it stands; for the others see test_withdrawn
    values = {
        field.name: f"Secret {row._meta.model_name} {field.name.replace('_', ' ')}"
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in kept
    }
    values |= {name: values[name][:200] for name in values} | more
    models.QuerySet(type(row)).filter(pk=row.pk).update(**values)  # a plain QuerySet: no operation would write all this
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def hidden(cast, settings, tmp_path):
    """A piece of work kept to one group, with every kind of thing in it and a secret in every field."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    given, council = {"by": HOUSE, "now": cast.now}, cast.agencies["council"]
    theme = operations.add_theme(name="Neglect", **given)
    person = organisations.add_person(
        partnership=cast.west, name="Secret Owner", email="owner@example.org", invented=True, **given
    )
    source = operations.add_source(
        group=cast.quality, kind="rapid_review", title="x", on=HIDDEN_DAY, audience="group", **given
    )
    finding = operations.add_finding(source=source, kind="development", text="x", themes=[theme], **given)
    nowhere = operations.add_finding(source=source, kind="development", text="x", **given)
    recommendation = operations.add_recommendation(source=source, text="x", findings=[finding], **given)
    closed = operations.add_recommendation(source=source, text="x", **given)
    answer = operations.answer(
        recommendation=recommendation, body=council, answer="partly", reason="x", on=HIDDEN_DAY, **given
    )
    action = operations.add_action(
        source=source,
        recommendation=recommendation,
        text="x",
        owner=council,
        owner_person=person,
        due_on=DAY,
        **given,
    )
    action = operations.agree(action=action, version=action.version, on=DAY, **given)
    action = operations.report_done(action=action, version=action.version, text="Secret note", on=DAY, **given)
    document = documents.add_document(
        received=storing.receive(upload()),
        group=cast.quality,
        title="Secret minutes",
        on=DAY,
        audience="group",
        **given,
    )
    documents.attach(document=document, noun="action", key=action.ref, **given)
    evidence = operations.give_evidence(
        action=action, kind="audit", text="x", on=HIDDEN_DAY, document=document, **given
    )
    impact = operations.judge_impact(
        source=source, action=action, judgement="partly", text="x", method="x", on=DAY, **given
    )
    voice = operations.record_voice(source=source, who="child", text="x", on=DAY, **given)
    voice = operations.give_consent(voice=voice, version=voice.version, on=HIDDEN_DAY, note="x", **given)
    proposal = operations.propose(
        holder=cast.west, about=finding, kind="challenge", title="Secret proposal", text="Secret why", **given
    )
    counted = {"cases": 7391, "opportunities": 7393}
    why = {"no_step_on": HIDDEN_DAY}
    things = SimpleNamespace(
        source=plant(source),
        finding=plant(finding, **counted, no_step_reason="", no_step_by=""),
        nowhere=plant(nowhere, **counted, **why),
        recommendation=plant(recommendation),
        closed=plant(closed),
        action=plant(action),
        impact=plant(impact, differently="Secret regret"),
        voice=plant(voice),
    )
    plant(evidence), plant(answer)
    for step in action.steps.all():
        plant(step, text="Secret step", by_name="Secret owner")
    things.answer, things.evidence, things.proposal, things.document = answer, evidence, proposal, document
    things.theme, things.given, things.cast = theme, given, cast
    return things


PARTS = ("finding", "nowhere", "recommendation", "action", "impact", "voice")


def release(hidden, audience, *, also_the_work):
    """Everything that was planted, in other words."""
    names = ("source", *PARTS) if also_the_work else PARTS
    for name in names:
        thing = getattr(hidden, name)
        thing = type(thing).objects.get(pk=thing.pk)
        operations.release(
            thing=thing,
            version=thing.version,
            audience=audience,
            public_text=f"Told of the {name}.",
            public_label="A quiet review",
            **hidden.given,
        )


def pages(client, start, limit=400):
    """Every page that this reader can come to by links: {address: text}, with what lists and files say."""
    waiting, read = list(start), {}
    while waiting and len(read) < limit:
        address = waiting.pop(0)
        if address in read:
            continue
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code >= 300 or not answer["Content-Type"].startswith(("text/", "application/json")):
            read[address] = ""
            continue
        read[address] = re.sub(r"<[^>]+>", " ", body.decode())
        for link in re.findall(r"href=\"(/west/[^\"#]*)", body.decode()):
            link = link.replace("&amp;", "&")
            if link not in read and "sign-out" not in link:
                waiting.append(link)
    return read


def secrets(told):
    """[(address, what was read there)]. Who is who is no secret: only that this person owes the action is one."""
    found = [(address, one.group()) for address, text in told.items() for one in SECRET.finditer(text)]
    return [(address, text) for address, text in found if text != "Secret Owner" or "/thread/" in str(address)]


@pytest.mark.parametrize("also_the_work", [False, True], ids=["the work stays closed", "the work also"])
@pytest.mark.parametrize("role", OUTSIDE)
def test_no_page_tells_those_outside_what_was_not_released(cast, hidden, role, also_the_work):
    release(hidden, "partnership", also_the_work=also_the_work)
    starts = [f"/west/thread/{getattr(hidden, name)._meta.model_name}/{getattr(hidden, name).ref}/" for name in PARTS]
    told = pages(cast.sign_in(Client(), role), ["/west/", "/west/thread/all/", "/west/thread/breaks/", *starts])
    if also_the_work:  # the day of released work goes with it, and so may its year
        told = {
            address: re.sub(r"17 September 2019|17 Sep 2019|2019-09-17", "", text) for address, text in told.items()
        }
    assert secrets(told) == []
    assert any("Told of the finding" in text for text in told.values())
    assert [address for address in starts if "Told of the" not in told[address]] == []


@pytest.mark.parametrize("also_the_work", [False, True], ids=["the work stays closed", "the work also"])
def test_nothing_made_for_the_public_tells_it(cast, hidden, also_the_work):
    release(hidden, "public", also_the_work=also_the_work)
    reader = public_reader(cast.west, cast.now)
    years = [(datetime.date(year, 4, 1), datetime.date(year + 1, 3, 31)) for year in (2019, 2025)]
    told = {}
    for chapter in offered("chapters"):
        for first, last in years:
            blocks = chapter.build(reader, cast.west, Span(first, last, "a year"))
            told[chapter.code, first.year] = re.sub(r"<[^>]+>", " ", html.fragment(blocks, lambda noun, key: None))
    for name in ("source", *PARTS):
        thing = getattr(hidden, name)
        address = f"/west/report/proof/{thing._meta.model_name}/{thing.ref}/"
        told |= pages(Client(), [address])
    assert any("Told of the finding" in text for text in told.values())
    assert secrets(told) == []


@pytest.mark.parametrize("up_to", ["public", "partnership"])
@pytest.mark.parametrize("role", ["business_manager", "lay_member"])
def test_no_take_out_holds_it(cast, hidden, up_to, role):
    """Whoever takes it out may read it all; what a narrower circle reads stays behind."""
    release(hidden, "public", also_the_work=True)
    viewer = cast.viewer(role)
    items, _ = gather(viewer, cast.west, up_to)
    told = files(items, cast.west, by_name=viewer.name, now=cast.now, up_to=up_to)
    told = {name: text.replace("2019-09-17", "") for name, text in told.items() if name != "people.yaml"}
    assert any("Told of the finding" in text for text in told.values())
    found = [pair for pair in secrets(told) if "Owner" not in pair[1]]  # the person holds a seat: that is no secret
    assert found == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_a_projection_gives_what_is_released_and_nothing_else(cast, hidden, model):
    """Of whatever field the model has or will have."""
    release(hidden, "partnership", also_the_work=True)
    row = next(thing for thing in vars(hidden).values() if isinstance(thing, model))
    row = model.objects.select_related("holder").get(pk=row.pk)
    outer, inner = Reading(cast.viewer("lay_member")), Reading(cast.viewer())
    assert (outer.for_page(row).whole, inner.for_page(row).whole) == (False, True)
    always = {"id", "key", "holder", "audience", "public_text", "released_on", "released_by", "origin", "order"}
    for field in row._meta.concrete_fields:
        assert getattr(inner.for_page(row), field.name) == getattr(row, field.name)
        if field.name in always | set(model.RELEASED):
            continue
        told = getattr(outer.for_page(row), field.name)
        assert told in ("", None) or (field.name in ("text", "title") and told.startswith(("Told", "A quiet"))), (
            field.name
        )
    for show in (outer.for_page, outer.for_list):
        assert show(row).text.startswith(("Told of", "A quiet review"))
        with pytest.raises(AttributeError):
            show(row).standing  # noqa: B018  what is no field and is not listed is not there at all


FILTERS = (
    "theme={theme}",
    "agency={council}",
    "period=2019-09-17_2019-09-17",
    "period=2019-09-01_2019-09-30",
)


@pytest.mark.parametrize("name", ["source", *PARTS])
def test_the_page_before_a_release_shows_all_that_will_be_seen_and_nothing_else(cast, hidden, name):
    """Word for word what the projection tells afterwards, from the form to the page of whoever is outside."""
    thing = getattr(hidden, name)
    manager, noun = cast.sign_in(Client(), "business_manager"), thing._meta.model_name
    address = f"/west/thread/{'work' if name == 'source' else noun}/{thing.ref}/"
    posted = {
        "version": thing.version,
        "audience": "partnership",
        "public_text": "Told of it.",
        "public_label": "A quiet review",
    }
    shown = words(manager.post(f"{address}release/", posted))
    assert "Exactly this" in shown and "Told of it." in shown
    hidden_words = SECRET if name != "source" else re.compile("(?i)secret|7,?391")
    assert hidden_words.search(shown) is None
    manager.post(f"{address}release/", posted | {"confirmed": "yes"})
    row = type(thing).objects.get(pk=thing.pk)
    seen = Reading(cast.viewer("lay_member")).for_page(row)
    assert seen.whole is False
    for field in type(thing).RELEASED:
        value = getattr(seen, field)
        value = ", ".join(map(str, value.all())) if hasattr(value, "all") else value
        if callable(value) or isinstance(value, bool) or value in (None, ""):
            continue
        if hasattr(row, f"get_{field}_display") and field != "known":
            value = getattr(row, f"get_{field}_display")()
        value = day(value) if isinstance(value, datetime.date) else getattr(value, "name", str(value))
        assert value in shown or field == "known", field


@pytest.mark.parametrize("query", FILTERS)
def test_no_filter_tells_what_a_list_hides(cast, hidden, query):
    """Only the recommendation is released: whose answer, which theme and which day stay behind."""
    operations.release(
        thing=hidden.closed,
        version=hidden.closed.version,
        audience="partnership",
        public_text="Told of it.",
        **hidden.given,
    )
    operations.release(
        thing=hidden.recommendation,
        version=hidden.recommendation.version,
        audience="partnership",
        public_text="Told of the recommendation.",
        **hidden.given,
    )
    query = query.format(theme=hidden.theme.pk, council=cast.agencies["council"].pk)
    outside, inside = cast.sign_in(Client(), "lay_member"), cast.sign_in(Client(), "business_manager")
    address = "/west/thread/breaks/recommendations/"
    assert "Told of the recommendation" in outside.get(address).content.decode()
    assert "Told of the recommendation" not in outside.get(f"{address}?{query}").content.decode()
    assert "Secret recommendation text" in inside.get(f"{address}?{query}").content.decode()


def test_the_kind_of_closed_work_is_told_by_no_filter(cast, hidden):
    release(hidden, "partnership", also_the_work=False)
    by_kind = ThreadFilter(kind="rapid_review")
    for place in BY_CODE.values():
        assert not rows(cast.viewer("lay_member"), place, by_kind).exists(), place.code
    assert rows(cast.viewer(), BY_CODE["findings"], by_kind).count() == 2


def test_the_year_of_closed_work_goes_with_its_released_part(cast, hidden):
    operations.release(
        thing=hidden.finding,
        version=hidden.finding.version,
        audience="partnership",
        public_text="Told.",
        **hidden.given,
    )
    outside = cast.sign_in(Client(), "lay_member")
    for period, listed in (
        ("2019-04-01_2020-03-31", True),
        ("2018-10-01_2020-09-30", True),
        ("2019-04-01_2020-03-30", False),
    ):
        body = outside.get(f"/west/thread/breaks/findings/?period={period}").content.decode()
        assert ("Told." in body) is listed, period


LISTS = (
    "/west/thread/breaks/findings/",
    "/west/thread/breaks/recommendations/",
    "/west/thread/breaks/actions/",
    "/west/thread/breaks/impact/",
    "/west/thread/actions/?state=all",
    "/west/thread/mine/",
)


def test_no_place_in_a_list_or_a_chapter_tells_the_day_of_closed_work(cast, hidden):
    """Whatever the day in its year, everything outside reads the same: closed work has no neighbours by day."""
    release(hidden, "public", also_the_work=False)
    given, council = hidden.given, cast.agencies["council"]
    for number, on in enumerate((datetime.date(2019, 9, 10), datetime.date(2019, 12, 1), datetime.date(2020, 3, 20))):
        work = operations.add_source(group=cast.quality, kind="observation", title=f"Open {number}", on=on, **given)
        finding = operations.add_finding(
            source=work, kind="development", text=f"Found {number}", themes=[hidden.theme], **given
        )
        advised = operations.add_recommendation(source=work, text=f"Advised {number}", findings=[finding], **given)
        action = operations.add_action(source=work, text=f"Done {number}", owner=council, due_on=DAY, **given)
        for thing in (work, finding, advised, action):
            operations.release(
                thing=thing, version=thing.version, audience="public", public_text=f"Open text {number}.", **given
            )
    asked = [hidden.recommendation, hidden.closed, *Recommendation.objects.filter(text__startswith="Advised")]
    models.QuerySet(Addressee).bulk_create(
        [Addressee(recommendation=row, body=cast.agencies["health"]) for row in asked]
    )
    report = reports.begin_report(body=cast.west, period=cast.period, title="Yearly report", **given)
    outside = cast.sign_in(Client(), "agency_lead_health")
    chapter = f"/west/report/{report.key}/chapter/learning/?kind=finding&when=other"
    addresses = [*LISTS, f"/west/thread/themes/{hidden.theme.key}/", chapter]
    spans = ((2019, 4, 1, 2020, 3, 31), (2019, 9, 1, 2019, 9, 30), (2020, 1, 1, 2020, 12, 31))
    told = []
    for on in (HIDDEN_DAY, datetime.date(2020, 2, 3), datetime.date(2019, 4, 1), datetime.date(2020, 3, 31)):
        models.QuerySet(Source).filter(pk=hidden.source.pk).update(on=on)
        read = pages(outside, addresses, limit=len(addresses))
        assert "Told of the recommendation" in read["/west/thread/mine/"] and "Told of the finding" in read[chapter]
        assert "Told of the finding" in read[LISTS[0]]
        for first in spans:
            span = Span(datetime.date(*first[:3]), datetime.date(*first[3:]), "a year")
            for one in offered("chapters"):
                reader = public_reader(cast.west, cast.now)
                read[one.code, first] = html.fragment(one.build(reader, cast.west, span), lambda noun, key: None)
        told.append(read)
    for other in told[1:]:
        assert [address for address, text in told[0].items() if other[address] != text] == []


def test_the_title_of_a_closed_document_is_in_no_history_of_what_cites_it(cast, hidden):
    """Somebody outside the group reads the action whole; its evidence cites minutes that the group keeps."""
    action, evidence = hidden.action, Evidence.objects.get(pk=hidden.evidence.pk)
    for thing in (hidden.source, action):
        models.QuerySet(type(thing)).filter(pk=thing.pk).update(audience="partnership")
    operations.edit_evidence(evidence=evidence, version=evidence.version, document=None, **hidden.given)
    operations.edit_evidence(evidence=evidence, version=evidence.version, document=hidden.document, **hidden.given)
    outside, inside = cast.sign_in(Client(), "analyst"), cast.sign_in(Client(), "business_manager")
    address = f"/west/thread/action/{action.ref}/"
    assert "Secret evidence text" in words(outside.get(address)) and "Secret minutes" not in words(outside.get(address))
    assert "Secret minutes" in words(inside.get(address))
