"""Comments leave with the thing that they are about, in its circle, and never to the public."""

import pytest

from goldenthread.foundation.comments import operations
from goldenthread.foundation.records.faults import Faulty
from goldenthread.foundation.records.tests.conftest import empty_house, put_in, taken_out, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(cast, says, action, now):
    """Everything that comes of comments on one action."""
    question = says("scrutineer", action, "How many **were** trained?", asks=cast.agencies["health"])
    says("agency_lead_health", question, "Forty.", answers=True)
    says("lay_member", action, "And of the schools?", asks=cast.person("analyst"))
    gone, hidden = says("lay_member", action, "Taken back"), says("lay_member", action, "Out of sight")
    operations.withdraw(by=cast.viewer("lay_member"), now=now, comment=gone, version=1)
    operations.hide(by=cast.viewer(), now=now, comment=hidden, version=1, reason="It named somebody.")
    return question


def test_they_come_back_byte_for_byte(talk, tmp_path):
    first = taken_out("west")
    assert "Forty." in first["2026.yaml"] and "settled: answered" in first["2026.yaml"]
    assert "Taken back" not in first["2026.yaml"]
    with empty_house():
        assert put_in(write(tmp_path / "same", first)).nothing_changed


@pytest.mark.parametrize(("up_to", "leave"), [("public", False), ("partnership", True), ("named", True)])
def test_they_never_leave_to_the_public(talk, action, given, up_to, leave):
    from goldenthread.thread import operations as thread

    for thing in (action.source, action):
        thing.refresh_from_db()
        thread.release(
            **given, thing=thing, version=thing.version, audience="public", public_text="Words.", public_label="Work"
        )
    files = taken_out("west", up_to=up_to)
    assert any("Words." in text for text in files.values())
    assert ("Forty." in files.get("2026.yaml", "")) is leave


def test_they_leave_with_no_wider_circle_than_their_thing(talk, action, closed_to_listed):
    closed_to_listed(action, "scrutineer")
    assert "Forty." not in taken_out("west", up_to="partnership").get("2026.yaml", "")


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("    settled: answered\n", "", "How a question ended and when belong together"),
        ("    hidden_why: It named somebody.\n", "", "When a comment was hidden and why belong together"),
        ("    withdrawn_at: ", "    corrected_at: ", "A comment has its words, or was withdrawn"),
        ("    text: Out of sight\n", "", "A comment has its words, or was withdrawn"),
    ],
)
def test_what_does_not_fit_together_is_refused(talk, tmp_path, before, after, fault):
    files = taken_out("west")
    assert before in files["2026.yaml"]
    files["2026.yaml"] = files["2026.yaml"].replace(before, after)
    del files["manifest.yaml"]
    folder = write(tmp_path / "broken", files | {"manifest.yaml": "format: 1\npartnership: west\n"})
    with pytest.raises(Faulty, match=fault):
        put_in(folder)
