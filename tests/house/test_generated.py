"""What is made from the code is what the code says now."""

import pytest

from goldenthread.config.generated import FOLDER, PAGES
from goldenthread.foundation import room
from goldenthread.foundation.access.roles import roles
from tests.house import code


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_up_to_date(name):
    stale = (FOLDER / name).read_text("utf-8") != PAGES[name]()
    assert not stale, f"docs/generated/{name} is stale: run manage.py write_generated_docs"


def test_nothing_else_stands_beside_them():
    of_the_returns = set(FOLDER.glob("returns-*"))  # held by goldenthread/returns/tests/test_documents.py
    assert {path.name for path in set(FOLDER.iterdir()) - of_the_returns} == set(PAGES)


def test_every_permission_role_field_and_state_is_told():
    permissions, dictionary = PAGES["permissions.md"](), PAGES["data-dictionary.md"]()
    assert [item.code for item in room.offered("permissions") if f"`{item.code}`" not in permissions] == []
    assert [role.title for role in roles().values() if role.title not in permissions] == []
    assert [model.__name__ for model in code.models() if f"### {model.__name__}\n" not in dictionary] == []
    for machine in ("Action", "Recommendation", "Proposal", "Report", "Version"):
        assert f"## {machine}\n" in PAGES["states.md"]()
