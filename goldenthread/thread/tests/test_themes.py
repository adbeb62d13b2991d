"""The question for themes is asked where there are themes; where there are none, the form says how to add one."""

from goldenthread.thread.models import Finding
from goldenthread.thread.tests.test_pages import at


def test_a_finding_is_recorded_before_there_are_themes_and_sorted_afterwards(client, cast, make):
    source = make.source()
    cast.sign_in(client)
    address = at(cast, "add_finding", "west", source.key)
    body = client.get(address).content.decode()
    assert (
        "What was found?" in body
        and "What is it about?" not in body
        and "There are no themes yet" in body
        and at(cast, "add_theme") in body
    )
    assert client.post(address, {"kind": "strength", "text": "They listened."}).status_code == 302
    finding = Finding.objects.get()
    assert client.post(at(cast, "add_theme"), {"name": "Voice of the child"}).status_code == 302
    page = client.get(at(cast, "edit_finding", "west", finding.key))
    assert "What is it about?" in page.content.decode() and "There are no themes yet" not in page.content.decode()
    posted = {
        "version": finding.version,
        "kind": "strength",
        "text": "They listened.",
        "themes": [page.context["form"].fields["themes"].choices[0][0]],
    }
    assert client.post(at(cast, "edit_finding", "west", finding.key), posted).status_code == 302
    assert [theme.name for theme in finding.themes.all()] == ["Voice of the child"]
