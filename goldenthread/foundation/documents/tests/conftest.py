import pytest

from goldenthread.foundation.documents import operations, storing
from goldenthread.foundation.documents.tests.files import upload


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "documents"
    return tmp_path / "documents"


@pytest.fixture
def add(cast, now):
    """Add a document as the business manager; `viewer` and any field may be given."""

    def adding(viewer=None, file=None, **given):
        given = {"group": cast.root, "title": "Minutes", "on": now.date(), **given}
        return operations.add_document(
            by=viewer or cast.viewer(), now=now, received=storing.receive(file or upload()), **given
        )

    return adding
