import pytest

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.viewer import System, public_reader
from goldenthread.foundation.documents import operations, queries, storing
from goldenthread.foundation.documents.models import Document, DocumentVersion
from goldenthread.foundation.documents.tests.files import upload
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Conflict, Refused
from goldenthread.foundation.writing import WrittenOutside

pytestmark = pytest.mark.django_db
CHANGED = {
    "title": "Minutes of May",
    "audience": "partnership",
    "agency": None,
    "readers": [],
    "classification": "official",
    "retention": "Seven years",
}


def _change(cast, now, document, version=1, viewer=None, **given):
    given = {**CHANGED, "on": document.on, **given}
    return operations.change_document(by=viewer or cast.viewer(), now=now, document=document, version=version, **given)


def test_versions_are_numbered_and_kept(add, cast, now):
    document = add()
    received = storing.receive(upload("minutes 2.pdf", b"%PDF-1.7 the second"))
    operations.add_version(by=cast.viewer(), now=now, document=document, received=received, version=1)
    kept = queries.document(cast.viewer(), document.key)
    assert [(v.number, v.file_name, v.media_type) for v in kept.versions.all()] == [
        (2, "minutes 2.pdf", "application/pdf"),
        (1, "minutes.pdf", "application/pdf"),
    ]
    assert kept.latest.uploaded_by == cast.person("business_manager")
    assert list(Line.objects.filter(noun="document").values_list("verb", flat=True)) == [
        "documents.added",
        "documents.version_added",
    ]
    with pytest.raises(Refused, match="same file"):
        operations.add_version(by=cast.viewer(), now=now, document=document, received=received, version=2)


def test_two_who_add_or_change_at_once_do_not_overwrite_each_other(add, cast, now):
    document = add()
    _change(cast, now, document)
    with pytest.raises(Conflict) as met:
        _change(cast, now, Document.objects.get(), title="Another title")
    assert met.value.saved["title"] == "Minutes of May"
    with pytest.raises(Conflict):
        received = storing.receive(upload(content=b"%PDF-1.7 another"))
        operations.add_version(by=cast.viewer(), now=now, document=document, received=received, version=1)
    assert DocumentVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"audience": "agency"}, "Choose the agency"),
        ({"audience": "public", "classification": "official_sensitive"}, "cannot be public"),
        ({"on": "tomorrow"}, "today or earlier"),
    ],
)
def test_what_makes_no_sense_is_refused(add, now, given, sentence):
    import datetime

    if given.get("on"):
        given = {"on": now.date() + datetime.timedelta(days=1)}
    with pytest.raises(Refused, match=sentence):
        add(**given)
    assert not Document.objects.exists()


def test_who_sees_which_document(add, cast, now):
    everywhere = {
        "public": add(audience="public"),
        "partnership": add(),
        "group": add(audience="group", group=cast.quality),
        "agency": add(audience="agency", agency=cast.agencies["health"]),
        "named": add(audience="named", readers=[cast.person("delegated_partner")]),
        "shared": add(group=cast.shared),
    }

    def seen(viewer):
        keys = set(queries.documents(viewer).values_list("key", flat=True))
        assert set(queries.references(viewer, {d.key for d in everywhere.values()})) == keys
        return {name for name, document in everywhere.items() if document.key in keys}

    assert seen(cast.viewer()) == {"public", "partnership", "group", "agency", "named", "shared"}
    assert seen(cast.viewer("delegated_partner")) == {"public", "partnership", "group", "named", "shared"}
    assert seen(cast.viewer("delegated_partner", second_factor=False)) == {"public", "partnership", "group", "shared"}
    assert seen(cast.viewer("agency_lead_health")) == {"public", "partnership", "agency", "shared"}
    assert seen(cast.viewer("lay_member")) == {"public", "partnership", "shared"}
    assert seen(cast.viewer("house_administrator")) == {"public"}
    assert seen(cast.viewer("east_manager", partnership=cast.east)) == {"shared"}
    assert seen(public_reader(cast.west, now)) == {"public"}


def test_widening_the_circle_needs_more_than_adding(add, cast, now):
    officer = cast.viewer("unit_officer")
    with pytest.raises(Refused, match="ask the business manager") as met:
        add(officer, audience="public")
    assert met.value.field == "audience"
    document = add(officer, audience="group")
    with pytest.raises(Refused, match="ask the business manager"):
        _change(cast, now, document, viewer=officer)
    _change(cast, now, document)
    assert Document.objects.get().audience == "partnership"


def test_a_document_for_named_people_is_added_by_one_who_can_read_it(add, cast):
    with pytest.raises(Refused, match="Sign in with a code or a passkey"):
        add(cast.viewer(second_factor=False), audience="named", readers=[cast.person("delegated_partner")])
    document = add(audience="named")
    assert [reader.person for reader in queries.readers_of(document)] == [cast.person("business_manager")]


def test_readers_and_other_seats_write_nothing(add, cast, now):
    document = add()
    for role in ("lay_member", "delegated_partner", "scrutineer", "house_administrator"):
        with pytest.raises(Forbidden):
            _change(cast, now, document, viewer=cast.viewer(role))
    with pytest.raises(Forbidden):
        _change(cast, now, document, viewer=cast.viewer("east_manager", partnership=cast.east))
    closed = add(audience="named")
    with pytest.raises(Forbidden, match="not among the readers"):
        _change(cast, now, closed, viewer=cast.viewer("unit_officer"), audience="named")


def test_a_document_belongs_to_things(add, cast, now):
    document = add(noun="source", key="S-1")
    operations.attach(by=cast.viewer(), now=now, document=document, noun="source", key="S-1")
    operations.attach(by=System("the record file"), now=now, document=document, noun="action", key="A-1")
    closed = add(audience="named", noun="source", key="S-1")
    assert set(queries.of_thing(cast.viewer(), "source", "S-1")) == {document, closed}
    assert list(queries.of_thing(cast.viewer("lay_member"), "source", "S-1")) == [document]


def test_nothing_is_written_past_the_door(add):
    add()
    with pytest.raises(WrittenOutside):
        DocumentVersion.objects.all().delete()
