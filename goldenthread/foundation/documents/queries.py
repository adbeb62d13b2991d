"""Reading documents."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from goldenthread.foundation.access import readers
from goldenthread.foundation.access.models import Reader
from goldenthread.foundation.access.queries import visible
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.documents.models import Document, DocumentVersion
from goldenthread.foundation.documents.storing import is_whole, named_files
from goldenthread.foundation.people.models import Body, Group, Person, Seat
from goldenthread.foundation.room import Reference, Verified


def documents(viewer: Viewer) -> QuerySet[Document]:
    """Every document that the viewer may see, newest first, with its versions."""
    return (
        visible(viewer, Document.objects.all())
        .select_related("group", "agency")
        .prefetch_related("versions__uploaded_by", "links")
    )


def of_thing(viewer: Viewer, noun: str, key: str) -> QuerySet[Document]:
    """The documents of one thing that the viewer may see."""
    return documents(viewer).filter(links__noun=noun, links__thing_key=key)


def document(viewer: Viewer, key: str) -> Document | None:
    return documents(viewer).filter(key=key).first()


def version(viewer: Viewer, key: str, number: int) -> DocumentVersion | None:
    """One version of a document that the viewer may see."""
    found = visible(viewer, Document.objects.filter(key=key))
    return DocumentVersion.objects.filter(document__in=found, number=number).select_related("document__group").first()


def references(viewer: Viewer, keys: set[str]) -> dict[str, Reference]:
    return {
        document.key: Reference(
            "document",
            document.key,
            document.title,
            reverse("documents:document", args=[viewer.slug, document.key]),
            hint=document.get_audience_display(),
        )
        for document in visible(viewer, Document.objects.filter(key__in=keys))
    }


def groups(viewer: Viewer) -> QuerySet[Group]:
    """The groups that may hold a document added by the viewer: those that the partnership leads."""
    return Group.objects.filter(lead_id=viewer.partnership_id).order_by("name")


def agencies(viewer: Viewer) -> QuerySet[Body]:
    return Body.objects.filter(memberships__partnership_id=viewer.partnership_id).distinct().order_by("name")


def root_group(viewer: Viewer) -> Group | None:
    """The group of the whole partnership."""
    return Group.objects.filter(lead_id=viewer.partnership_id, kind=Group.Kind.ROOT).first()


def possible_readers(viewer: Viewer, *, and_of: Document | None = None) -> QuerySet[Person]:
    """Everybody who holds a seat in the partnership today and reads records at all, and the readers of a document."""
    here = viewer.partnership_id
    reading = [code for code, role in roles().items() if role.reads_partnership]
    seats = Seat.objects.on(viewer.today).filter(
        Q(partnership_id=here)
        | Q(membership__partnership_id=here)
        | Q(group__lead_id=here)
        | Q(group__group_memberships__partnership_id=here),
        role__in=reading,
    )
    named = readers_of(and_of).values("person_id") if and_of else []
    return Person.objects.filter(Q(pk__in=seats.values("person_id")) | Q(pk__in=named)).order_by("name")


def stored_files() -> list[str]:
    """The hash of every file of every version."""
    return list(DocumentVersion.objects.values_list("sha256", flat=True))


def verify() -> Verified:
    """Every stored file that a table names, against the hash under which it was stored."""
    hashes = named_files()
    broken = [sha256 for sha256 in hashes if not is_whole(sha256)]
    return Verified(len(hashes), tuple(f"The stored file {sha256} is missing or was changed." for sha256 in broken))


def readers_of(document: Document) -> QuerySet[Reader]:
    """Who is listed as a reader of a document that is kept to listed people."""
    return readers.of_thing(document).filter(excluded=False)


def told(viewer: Viewer, document: Document) -> list[tuple[str, str]]:
    """What the page of a withdrawn document tells of it."""
    readers = document.get_audience_display()
    return [("Title", document.title), ("Held by", str(document.group)), ("Who may read it", readers)]


def files(viewer: Viewer, document: Document) -> list[tuple[str, str]]:
    """Its versions, newest first: (name of the file, where it is downloaded)."""
    return [
        (version.file_name, reverse("documents:download", args=[viewer.slug, document.key, version.number]))
        for version in document.versions.all()
    ]


def page(viewer: Viewer, document: Document) -> str:
    return reverse("documents:document", args=[viewer.slug, document.key])


def list_page(viewer: Viewer, document: Document) -> str:
    return reverse("documents:documents", args=[viewer.slug])
