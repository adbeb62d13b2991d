"""Made-up data for the catalogue page. Nobody and nothing in it is real."""

import datetime

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict

from .fields import DayField, HouseForm, MarkdownField
from .number_fields import WholeField

DAY = datetime.date(2026, 3, 31)
MOMENT = datetime.datetime(2026, 11, 20, 14, 3, tzinfo=datetime.UTC)
AGENCIES = [("council", "Example Council"), ("nhs", "Example NHS board"), ("police", "Example Police")]


class ComponentsForm(HouseForm):
    FAULTY = QueryDict(
        "title=&due_day=31&due_month=2&due_year=2026&count=many&email=sam&version=3&agency=&summary=" + "long+" * 60
    )

    title = forms.CharField(
        label="What will be done?", help_text="One sentence that starts with a verb", max_length=200
    )
    due = DayField(label="Due", help_text="For example, 31 3 2026", offer_today=True)
    agency = forms.ChoiceField(label="Agency that owns it", choices=[("", "Choose"), *AGENCIES])
    answer = forms.ChoiceField(
        label="Does your agency accept the recommendation?",
        choices=[("yes", "Accept"), ("part", "Accept in part"), ("no", "Do not accept")],
        widget=forms.RadioSelect,
    )
    informed = forms.MultipleChoiceField(
        label="Who should hear of it?", choices=AGENCIES, widget=forms.CheckboxSelectMultiple, required=False
    )
    count = WholeField(label="Number of cases read", min_value=0, max_value=500)
    email = forms.EmailField(label="E-mail address of the owner", required=False)
    background = MarkdownField(label="Background", required=False)
    summary = forms.CharField(label="Summary for the yearly report", max_length=200, widget=forms.Textarea)
    evidence = forms.FileField(label="Evidence", help_text="PDF, Word or picture, up to 50 MB", required=False)
    checked = forms.BooleanField(label="No child can be recognised in this text")


class FiltersForm(HouseForm):
    agency = forms.ChoiceField(label="Agency", choices=[("", "All agencies"), *AGENCIES], required=False)
    state = forms.ChoiceField(label="State", choices=[("", "All"), ("agreed", "Agreed")], required=False)
    words = forms.CharField(label="Words", required=False)


PICTURE = """<svg viewBox="0 0 640 190" width="640" height="190"><title>Children on a plan</title>
<g class="gt-chart-axis"><line x1="40" y1="160" x2="620" y2="160"/></g>
<g class="gt-series-1"><rect x="70" y="92" width="70" height="68"/><rect x="200" y="72" width="70" height="88"/>
<rect x="330" y="58" width="70" height="102"/><rect x="460" y="34" width="70" height="126"/></g>
<g class="gt-chart-words"><text x="105" y="180" text-anchor="middle">2023</text>
<text x="235" y="180" text-anchor="middle">2024</text>
<text x="365" y="180" text-anchor="middle">2025</text><text x="495" y="180" text-anchor="middle">2026</text>
<text x="105" y="84" text-anchor="middle">171</text><text x="235" y="64" text-anchor="middle">220</text>
<text x="365" y="50" text-anchor="middle">255</text><text x="495" y="26" text-anchor="middle">316</text></g></svg>"""


def _example_conflict():
    form = ComponentsForm(QueryDict("title=Brief every school by Easter&version=2"), version=2)
    form.show_conflict(
        by="the unit officer (example)",
        at=MOMENT,
        version=3,
        saved={"title": "Brief every school and nursery by the end of May"},
    )
    return form.conflict


HOUSE = {
    "places": [
        {"label": label, "url": "#", "current": label == "Work"}
        for label in ("Today", "The thread", "Work", "Figures", "Yearly report", "Who we are")
    ],
    "partnership": {"name": "Three Towns Safeguarding Children Partnership", "slug": "three-towns"},
    "partnerships": [{"name": "Riverside Safeguarding Children Partnership", "slug": "riverside"}],
    "person": {"name": "Business manager (example)", "key": "person-example"},
    "search_url": "/search",
    "example_banner": "Made-up example: no child, person or case on this page is real.",
    "sign_in_url": "/sign-in",
    "sign_out_url": "/sign-out",
}
LISTS = {
    "summary_rows": [
        ("Asked by", "Example review group"),
        {"label": "Owner", "value": "Example Council", "url": "#owner"},
        ("First due", "31 March 2026, moved once"),
    ],
    "columns": ["Action", "Agency", "Due", {"label": "Cases", "numeric": True}],
    "rows": [
        [{"text": "Brief every school on neglect", "url": "#a"}, "Example Council", "31 March 2026", "12"],
        [{"text": "Audit again the six cases read in autumn", "url": "#b"}, "Example NHS board", "4 May 2026", "1,206"],
    ],
    "foot": ["All", "", "", "1,218"],
}
TIMES = {
    "events": [
        {
            "on": MOMENT,
            "title": "Reported done",
            "by": "action owner (example)",
            "text": "Two papers given as evidence.",
        },
        {"on": DAY, "title": "Agreed", "by": "group chair (example)"},
        {"on": "Spring 2025, day not known", "title": "Recommended", "url": "#r"},
    ],
    "past": [
        {
            "at": MOMENT,
            "on": DAY,
            "by": "Action owner (example)",
            "sentence": "moved the due date",
            "changes": [("Due", "31 March 2026", "4 May 2026"), ("Reason", "", "Schools asked for it after Easter.")],
        },
        {"at": MOMENT, "on": None, "by": "Group chair (example)", "sentence": "agreed this action", "changes": []},
    ],
    "year": [
        {
            "month": "April 2025",
            "entries": [{"text": "Audit of neglect begins", "url": "#x"}, {"text": "New lead partner"}],
        },
        {"month": "May 2025", "entries": []},
        {"month": "June 2025", "entries": [{"text": "Bulletin to all schools"}]},
    ],
    "signing": [
        {"title": "Close the text", "state": "done", "text": "Version 3, 2 November 2026"},
        {"title": "Signed by every statutory partner", "state": "now", "url": "#s", "text": "Two of three have signed"},
        {"title": "Publish", "state": "later"},
    ],
    "day_example": DAY,
    "moment_example": MOMENT,
}


def example_context(form, page):
    return {
        "form": form,
        "filters_form": FiltersForm(QueryDict("agency=nhs"), auto_id="filter_%s"),
        "house": HOUSE,
        "list_page": Paginator(range(500), 50).get_page(page),
        "picture": PICTURE,
        "conflict_example": _example_conflict(),
        **LISTS,
        **TIMES,
    }
