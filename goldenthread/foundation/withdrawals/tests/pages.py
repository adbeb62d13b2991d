"""What the tests of the whole house walk in withdrawals: see tests/house/answers.py."""

from goldenthread.foundation.documents import operations as documents
from goldenthread.foundation.documents import storing
from goldenthread.foundation.documents.tests.files import upload
from goldenthread.foundation.withdrawals import operations
from tests.house.answers import LATE, SEATS, UNIT, text

PAGES = [
    ("/west/withdrawn/", SEATS),
    ("/west/withdrawn/document/{document}/withdraw/", UNIT),
    ("/west/withdrawn/document/{withdrawn_document}/", SEATS),
    ("/west/withdrawn/document/{withdrawn_document}/put-back/", UNIT),
]
POSTS = [("/west/withdrawn/undo/abc/", {}, "302 404 403 409 409 409")]
EDITS = [
    ("/west/withdrawn/document/{document}/withdraw/", *text("reason"), LATE),
    ("/west/withdrawn/document/{withdrawn_document}/put-back/", *text("reason"), LATE),
]


def things(cast, made, given):
    day = made.source.on
    document = documents.add_document(
        received=storing.receive(upload()), group=cast.root, title="Minutes of somebody else", on=day, **given
    )
    operations.withdraw(thing=document, version=document.version, reason="Not ours.", **given)
    return {"withdrawn_document": document}
