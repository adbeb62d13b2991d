"""The story on a page shows what the queries of access show, though it asks fewer of them."""

import pytest

from goldenthread.thread import operations
from goldenthread.thread.models import Action, Evidence
from goldenthread.thread.queries.story import Story
from goldenthread.thread.tests.test_readers import SEES


@pytest.fixture
def released(cast, make, given):
    """Actions of each circle, with evidence, released with a text for the public: evidence stays with the circle."""
    for audience in ("partnership", "group", "agency", "named"):
        source = make.source(group=cast.quality, title=audience, audience=audience, kept_to=cast.agencies["council"])
        # An owner reads what they owe whatever its circle, so what is kept wider than one agency is the school's.
        owner = cast.agencies["council" if audience == "agency" else "school"]
        action = make.done(source, text=f"Kept to {audience}", owner=owner)
        make.evidence(action, text=f"Shown to {audience}")
        action.refresh_from_db()
        operations.release(
            **given,
            thing=action,
            version=action.version,
            audience="public",
            public_text="Something was done.",
            public_label="a closed review",
        )
    operations.list_reader(**given, thing=source, person=cast.person("lay_member"))


@pytest.mark.parametrize("role", SEES)
@pytest.mark.parametrize("second_factor", [True, False])
def test_evidence_is_shown_to_those_who_read_the_whole_action(cast, released, role, second_factor):
    viewer = cast.viewer(role, second_factor=second_factor)
    seen = Action.objects.visible_to(viewer).select_related("source")
    assert len(seen) == 4
    shown = {row.text for action in seen for row in Story(viewer, action=action).evidence[action.pk]}
    assert shown == set(Evidence.objects.visible_to(viewer).values_list("text", flat=True))
    named = {"named"} if role == "lay_member" and second_factor else set()
    assert shown == {f"Shown to {circle}" for circle in (SEES[role] | named) - {"public"}}
