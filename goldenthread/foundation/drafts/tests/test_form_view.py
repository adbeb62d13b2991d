"""What every page with a form says when the table refuses what the rules let pass."""

from django.db import IntegrityError

from goldenthread.foundation.organisations import operations


def test_whoever_is_second_at_the_same_moment_keeps_their_words_and_is_told(cast, client, monkeypatch):
    """The rule looked before the first had saved; the constraint of the table finds it out."""

    def refused(**given):
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr(operations, "add_group", refused)
    form = {"name": "A group of its own", "kind": "subgroup"}
    answer = cast.sign_in(client).post("/west/who/groups/add/", form)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Somebody else saved something at the same moment" in page
    assert 'value="A group of its own"' in page
