"""What the tests of the whole house walk in documents: see tests/house/answers.py."""

from goldenthread.foundation.documents.tests.files import PDF
from tests.house.answers import BOTH, SEATS, UNIT, text

PAGES = [
    ("/west/documents/", SEATS),
    ("/west/documents/add/", UNIT),
    ("/west/documents/{document}/", SEATS),
    ("/west/documents/{document}/change/", UNIT),
    ("/west/documents/{document}/version/", UNIT),
    ("/west/documents/{document}/1/", "302 404 404 200 200 200"),
]
EDITS = [
    ("/west/documents/{document}/change/", *text("title"), BOTH),
    (
        "/west/documents/{document}/version/",
        {"file": ("what the first wrote.pdf", PDF + b"1")},
        {"file": ("second.pdf", PDF + b"2")},
        BOTH,
    ),
]
