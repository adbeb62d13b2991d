import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Engine, Template, engines
from django.test import RequestFactory

from goldenthread.foundation.ui import views
from goldenthread.foundation.ui.fields import HouseForm, MarkdownField
from goldenthread.foundation.ui.strict import Undefined, UndefinedVariable
from goldenthread.foundation.ui.templatetags import components
from tests.words import words

EVIL = "<script>alert(1)</script>"


def draw(source, **context):
    return words(engines["django"].from_string(source).render(context))


def test_every_tag_is_shown_in_the_catalogue_or_the_layouts():
    source = "".join(path.read_text() for path in (Path(views.__file__).parent / "templates").rglob("*.html"))
    missing = [name for name in components.register.tags if not re.search(r"{% " + name + r"\b", source)]
    assert missing == []


@pytest.mark.parametrize(
    "source",
    [
        "{% tag evil 'red' %}",
        "{% button evil name=evil value=evil %}",
        "{% link_button evil evil %}",
        "{% post_button evil evil a=evil %}",
        "{% facts %}{% fact evil url=evil %}{{ evil }}{% endfact %}{% endfacts %}",
        "{% details evil %}{{ evil }}{% enddetails %}",
        "{% next_step evil title=evil %}{{ evil }}{% endnext_step %}",
        "{% side_box evil %}{{ evil }}{% endside_box %}",
        "{% card evil evil over=evil %}{{ evil }}{% endcard %}",
        "{% voice who=evil %}{{ evil }}{% endvoice %}",
        "{% key_figure evil evil of=evil source=evil beside=evil %}",
        "{% stat 1 evil evil %}",
        "{% knot evil evil evil state=evil end=evil %}{{ evil }}{% endknot %}",
        "{% figure evil evil '<svg></svg>' %}{{ evil }}{% endfigure %}",
        "{% breadcrumbs evil evil evil %}",
        "{% exports evil evil %}",
        "{% back_link evil evil %}",
        "{% empty_state evil %}{{ evil }}{% endempty_state %}",
        "{% panel evil %}{{ evil }}{% endpanel %}",
        "{% notification evil %}{{ evil }}{% endnotification %}",
        "{% inset %}{{ evil }}{% endinset %}",
        "{% banner evil %}",
        "{% count_in_words 3 evil %}",
    ],
)
def test_what_people_type_stays_text(source):
    page = draw(source, evil=EVIL)
    assert "<script" not in page.lower()
    assert "&lt;script" in page.lower()


def test_tables_and_lists_keep_text_as_text():
    rows = [[{"text": EVIL, "url": EVIL}, EVIL]]
    page = draw("{% table c cols rows %}{% summary_list s %}", c=EVIL, cols=[EVIL, EVIL], rows=rows, s=[(EVIL, EVIL)])
    page += draw(
        "{% timeline t %}{% months m %}{% steps s %}",
        t=[{"on": EVIL, "title": EVIL, "text": EVIL, "by": EVIL}],
        m=[{"month": EVIL, "entries": [{"text": EVIL}]}],
        s=[{"title": EVIL, "state": "now", "text": EVIL}],
    )
    assert "<script" not in page


def test_markup_between_tags_stays_markup():
    for source in (
        "{% next_step 'Next' %}{% button 'Go' %}{% endnext_step %}",
        "{% knot 'Finding' 'Title' %}{% button 'Go' %}{% endknot %}",
        "{% action_bar %}{% button 'Go' %}{% endaction_bar %}",
        "{% figure 'a' 'b' '<svg></svg>' %}{% button 'Go' %}{% endfigure %}",
    ):
        assert "<button" in draw(source)


def test_a_table_has_its_caption_its_scopes_and_its_numbers_to_the_right():
    page = draw(
        "{% table 'Plans' cols rows %}", cols=["Area", {"label": "Rate", "numeric": True}], rows=[["Town", "92.6"]]
    )
    assert "<caption" in page
    assert page.count('scope="col"') == 2
    assert '<th scope="row"' in page
    assert re.search(r'<td class="[^"]*--numeric">92.6</td>', page)


def test_a_row_that_is_too_short_is_an_error():
    with pytest.raises(ValueError, match="argument 2"):
        draw("{% table 'Plans' cols rows %}", cols=["Area", "Rate"], rows=[["Town"]])


def test_a_tag_has_words_and_a_colour_that_exists():
    assert draw("{% tag 'Overdue' 'red' %}") == '<strong class="govuk-tag govuk-tag--red">Overdue</strong>'
    with pytest.raises(ValueError, match="cannot be 'gold'"):
        draw("{% tag 'Overdue' 'gold' %}")


def test_a_picture_has_a_name_a_sentence_and_its_table():
    page = draw("{% figure 'Plans' 'It grew.' '<svg></svg>' %}<table><tr><td>1</td></tr></table>{% endfigure %}")
    assert 'role="img" aria-label="Plans. It grew."' in page
    assert "<table>" in page
    assert "The same as a table" in page


def test_pages_keep_the_filters_of_the_address():
    request = RequestFactory().get("/actions?agency=nhs&page=2")
    page = draw_with_request("{% pagination page %}", request, page=Paginator(range(500), 50).get_page(2))
    assert 'href="?agency=nhs&amp;page=3"' in page
    assert 'aria-current="page"' in page
    assert draw_with_request("{% pagination page %}", request, page=Paginator([1], 50).get_page(1)) == ""


def draw_with_request(source, request, **context):
    return engines["django"].from_string(source).render(context, request).strip()


def test_posting_by_one_button_carries_the_token(rf):
    page = draw_with_request("{% post_button 'Release' '/x' version=5 %}", rf.get("/"))
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', page)
    assert 'name="version" value="5"' in page


class UploadForm(HouseForm):
    file = forms.FileField(label="Evidence")
    notes = MarkdownField(label="Notes", max_length=50)
    informed = forms.MultipleChoiceField(
        label="Who?", choices=[("a", "Council"), ("b", "Police")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="I am sure")


def test_a_form_with_a_file_is_multipart_and_carries_the_token(rf):
    page = draw_with_request("{% form form draft='/draft' %}", rf.get("/"), form=UploadForm(version=4))
    assert 'enctype="multipart/form-data"' in page
    assert "csrfmiddlewaretoken" in page
    assert 'data-draft-url="/draft"' in page
    assert page.count('name="version"') == 1
    assert page.count('type="checkbox"') == 3
    assert 'type="radio"' not in page
    assert 'data-maxlength="50"' in page


def test_hidden_fields_come_once_also_when_the_page_draws_them(rf):
    page = draw_with_request(
        "{% formframe form %}{% fields form %}{% endformframe %}", rf.get("/"), form=UploadForm(version=4)
    )
    assert page.count('name="version"') == 1
    page = draw_with_request(
        "{% formframe form %}{% field form.sure %}{% endformframe %}", rf.get("/"), form=UploadForm(version=4)
    )
    assert page.count('name="version"') == 1


def test_the_thread_says_where_it_ends():
    page = draw(
        "{% strands %}{% knot 'Recommendation' 'Agree' depth=1 end='No action was made.' %}{% endknot %}{% endstrands "
        "%}"
    )
    assert "The thread ends here.</strong> No action was made." in page


class FakeTemplate:
    class origin:
        name = "/x/goldenthread/rooms/example/templates/example/page.html"


def test_a_name_that_a_page_did_not_give_fails_where_templates_are_strict():
    engine = Engine(string_if_invalid=Undefined(), builtins=["goldenthread.foundation.ui.templatetags.components"])
    template = Template("{{ forgotten }}", engine=engine)
    template.origin = FakeTemplate.origin
    with pytest.raises(UndefinedVariable, match="forgotten"):
        template.render(Context({}))
    assert Template("{% if forgotten %}x{% endif %}", engine=engine).render(Context({})) == ""
    elsewhere = Template("{{ forgotten }}", engine=engine)
    elsewhere.origin = type("origin", (), {"name": "/site-packages/allauth/login.html"})
    assert elsewhere.render(Context({})) == ""


@pytest.mark.parametrize("view", ["catalogue", "preferences"])
def test_each_page_of_this_app_can_be_drawn_without_a_style_attribute(rf, view):
    page = _get(rf, view).content.decode()
    assert "<h1" in page
    assert not re.search(r"<[^>]*\sstyle=", page)


def _get(rf, view, **data):
    request = rf.get("/x", data)
    request.partnership = request.viewer = None
    request.resolver_match = None
    request._messages = []
    return getattr(views, view)(request)


def test_the_catalogue_shows_each_fault_beside_its_field(rf):
    page = _get(rf, "catalogue", show="faults").content.decode()
    assert "<title>Error: Components" in page
    assert "31 February 2026 is not a date: check day and month" in page
    assert page.count("govuk-error-message") >= 8


def test_a_chosen_look_is_kept_and_leads_back_only_within_the_house(rf):
    request = rf.post("/preferences", {"theme": "dark", "back": "https://elsewhere.example/"})
    request._messages = type("Kept", (), {"add": lambda *a, **k: None})()
    answer = views.preferences(request)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.cookies["theme"].value == "dark"
    request = rf.get("/")
    request.COOKIES["theme"] = answer.cookies["theme"].value
    assert draw_with_request("{% theme %}", request) == "dark"
    request.COOKIES["theme"] = '"><script>'
    assert draw_with_request("{% theme %}", request) == ""
