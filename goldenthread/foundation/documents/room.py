"""What documents offer."""

from goldenthread.foundation.documents import queries, record_parts
from goldenthread.foundation.room import Integrity, Menu, Noun, Offer, Permission, RecordPart, Verb, Withdrawal

OFFER = Offer(
    menu=(
        Menu(
            "work",
            "Documents",
            "documents:documents",
            "documents.read",
            "Minutes, papers, reports and evidence, each version kept.",
            90,
        ),
    ),
    nouns=(Noun("document", "documents.Document", "document", "documents", resolve=queries.references),),
    permissions=(
        Permission("documents.read", "read documents"),
        Permission("documents.add", "add documents and versions, and change what is said of them"),
        Permission("documents.release", "open a document to a wider circle of readers"),
    ),
    verbs=(
        Verb("documents.added", "added this document"),
        Verb("documents.version_added", "added a version"),
        Verb("documents.changed", "changed what is said of this document, or who may read it"),
        Verb("documents.attached", "attached this document"),
        Verb("documents.named_read", "took a copy of this document, which is kept to listed people", only_read=True),
    ),
    record_parts=(RecordPart(record_parts.DOCUMENT, record_parts.documents),),
    withdrawals=(
        Withdrawal(
            "document",
            ("documents.add",),
            queries.documents,
            queries.told,
            queries.page,
            queries.list_page,
            files=queries.files,
        ),
    ),
    stored_files=(queries.stored_files,),
    integrity=(Integrity("documents", "Stored files", queries.verify),),
    retention={"document": "Each document says how long it is kept and why; nothing is deleted by itself."},
)
