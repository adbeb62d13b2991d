"""Drafts whose chapters stand where the product put them take its new order and titles; what people chose stays."""

from django.db import migrations

# chapter: its place before, its place now
PLACES = {
    "who_we_are": (10, 50),
    "figures": (20, 40),
    "village": (22, 42),
    "priorities": (30, 15),
    "partners": (32, 30),
    "education": (33, 32),
    "months": (35, 26),
    "learning": (40, 20),
    "actions_and_impact": (45, 10),
    "thread": (47, 24),
    "voices": (50, 12),
    "information": (60, 44),
    "reforms": (62, 52),
    "money": (65, 70),
    "scrutiny": (80, 60),
    "next_steps": (90, 80),
}
TITLES = {
    "learning": ("What we learned", "What we learned, and what we did"),
    "actions_and_impact": ("What we did, and what it changed for children", "What changed for children"),
}


def move(apps, schema_editor):
    Section = apps.get_model("yearly_report", "Section")
    Report = apps.get_model("yearly_report", "Report")
    for report in Report.objects.filter(state="draft"):
        rows = Section.objects.filter(report=report)
        as_made = all(row.order == PLACES[row.chapter][0] for row in rows if row.chapter in PLACES)
        for row in rows:
            if as_made and row.chapter in PLACES:
                row.order = PLACES[row.chapter][1]
            if row.chapter in TITLES and row.title == TITLES[row.chapter][0]:
                row.title = TITLES[row.chapter][1]
            row.save(update_fields=["order", "title"])


class Migration(migrations.Migration):
    dependencies = [("yearly_report", "0007_a_text_in_other_words_and_a_remark")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop, elidable=True)]
