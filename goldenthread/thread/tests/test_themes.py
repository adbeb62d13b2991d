"""The question for themes is asked where there are themes; where there are none, the form says how to add one."""

import html

from goldenthread.thread import operations
from goldenthread.thread.models import Finding
from goldenthread.thread.queries import recurrence
from goldenthread.thread.tests.test_pages import at
from tests.words import words


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


def test_a_theme_with_more_than_the_page_shows_says_so_and_leads_to_all(client, cast, make, given, monkeypatch):
    theme = operations.add_theme(name="Neglect", **given)
    source, council = make.source(), cast.agencies["council"]
    for number in range(2):
        finding = make.finding(source, themes=[theme], text=f"Found {number}")
        advised = operations.add_recommendation(source=source, text=f"Advised {number}", findings=[finding], **given)
        operations.add_action(source=source, recommendation=advised, text=f"Done {number}", owner=council, **given)
    cast.sign_in(client)
    address = at(cast, "theme", theme.key)
    assert "All findings on this theme" not in words(client.get(address))
    monkeypatch.setattr(recurrence, "SHOWN", 1)
    page = words(client.get(address))
    assert "The newest 1 finding" in page and page.count("Found ") == 1 and page.count("Done ") == 1
    for label, text in (("All findings on this theme", "Found"), ("All actions on this theme", "Done")):
        whole = html.unescape(page.split(f'">{label}')[0].rpartition('href="')[2])
        listed = words(client.get(whole))
        assert [f"{text} {number}" in listed for number in range(2)] == [True, True]
