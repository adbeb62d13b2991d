"""Pages of documentation that are made from the code, so that they cannot be wrong. A test fails when one is stale."""

from collections import defaultdict
from importlib import import_module, util

from django.apps import apps
from django.conf import settings
from django.db import models

from goldenthread.foundation import room
from goldenthread.foundation.access.roles import Reach, roles
from goldenthread.foundation.diary import rulebook
from goldenthread.foundation.diary.models import Certainty, Rule
from goldenthread.foundation.organisations.role_words import roles_in_words
from goldenthread.thread.models import Audience

FOLDER = settings.REPOSITORY / "docs" / "generated"
NOTE = "<!-- Made by `manage.py write_generated_docs`. Change the code, not this page. -->"
MARKS = {Reach.ALL: "all", Reach.GROUP: "group", Reach.AGENCY: "agency", Reach.OWN: "own"}


def _page(title, intro, *parts):
    return "\n\n".join([f"# {title}", NOTE, intro, *parts]) + "\n"


def _table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value):
    return str(value).replace("|", "\\|").replace("\n", " ").strip()


# Permissions


def permissions() -> str:
    """Who may do what: a table for each app that declares permissions, then each role in words."""
    reach = "; ".join(f"**{mark}**: {reach.value}" for reach, mark in MARKS.items())
    tables = [
        f"## {_title(label)}\n\n"
        + _table(["This role may …", *_short_roles()], [_grants(item) for item in offer.permissions])
        for label, offer in room.offers().items()
        if offer.permissions
    ]
    return _page(
        "Who may do what",
        "Made from `goldenthread/config/roles.py` and from what each room declares. A cell says how far the grant "
        "reaches. "
        f"{reach}. An empty cell: not at all.",
        "## Roles\n\n"
        + _table(
            ["Short", "Role", "What it is for", "Held", "Reads beside what is open to the partnership"], _role_rows()
        ),
        "## Who gives which seat\n\n"
        "Nobody gives themself a seat. One that signs, releases or gives seats is proposed first, and opens nothing "
        "until a second person confirms it. In a group that several partnerships share, a seat reaches that group's "
        "work and nothing else.\n\n"
        + _table(
            ["Role", "Who gives it, and ends it", "Second person", "What counts in a shared group"],
            [[one.role.title, one.given_by, one.confirmed_by, one.shared] for one in roles_in_words()],
        ),
        *tables,
    )


def _title(label):
    return str(apps.get_app_config(label).verbose_name)


def _short_roles():
    return ["".join(word[0] for word in role.title.split()).upper() + _number(role) for role in roles().values()]


def _number(role):
    """Two roles may share their first letters: the second is told apart by a number."""
    letters = ["".join(word[0] for word in one.title.split()) for one in roles().values()]
    place = list(roles()).index(role.code)
    before = letters[:place].count(letters[place])
    return str(before + 1) if before else ""


def _role_rows():
    for short, one in zip(_short_roles(), roles_in_words(), strict=True):
        role = one.role
        reads = [
            words
            for words, yes in (
                ("what is kept to any group", role.reads_groups),
                ("what is kept to one agency", role.reads_agencies),
            )
            if yes
        ]
        if not role.reads_partnership:
            reads = ["no records at all"]
        yield [
            short,
            role.title,
            role.sentence,
            one.held,
            ", ".join(reads) or "what is kept to the seat's own group or agency",
        ]


def _grants(item):
    cells = [MARKS[role.grants[item.code]] if item.code in role.grants else "" for role in roles().values()]
    return [f"{item.sentence} `{item.code}`", *cells]


# States


def states() -> str:
    """Every table of states in the house, as a picture and as rows."""
    parts = [_machine(name, *machine) for name, machine in _machines()]
    intro = (
        "Made from the tables `states.py`. A step is open from the states on its left, for somebody whose seat "
        "grants its permission."
    )
    return _page("States", intro, *parts, _withdrawals())


def _withdrawals():
    intro = (
        "Beside its state each of these stands or is withdrawn from the record, since it was recorded by mistake. "
        "Whoever may withdraw it may put it back; both ask for a reason. Who did it undoes it within the minute, "
        "without one."
    )
    sentences = room.permission_sentences()
    rows = [
        [room.noun(item.noun).plural, ", or to ".join(sentences[code] for code in item.asks)]
        for item in room.offered("withdrawals")
    ]
    picture = (
        "```mermaid\nstateDiagram-v2\n    [*] --> stands\n    stands --> withdrawn: Withdraw it from the record\n"
        "    withdrawn --> stands: Put it back\n    withdrawn --> stands: Undo within the minute\n"
        "    stands --> undone: Undo the adding within the minute\n```"
    )
    heads = ["What", "Who may: a seat that allows to …"]
    return f"## Withdrawn from the record\n\n{intro}\n\n{picture}\n\n{_table(heads, rows)}"


def _machines():
    for config in apps.get_app_configs():
        if config.name.startswith("goldenthread.") and util.find_spec(f"{config.name}.states"):
            yield from import_module(f"{config.name}.states").MACHINES.items()


def _machine(name, choices, steps):
    names = dict(choices.choices)
    drawn = [f'    state "{label}" as {value}' for value, label in names.items()]
    drawn += [f"    {before} --> {step.after}: {step.label}" for step in steps for before in step.before]
    drawn.insert(len(names), f"    [*] --> {next(iter(names))}")
    sentences, verbs = room.permission_sentences(), room.verb_sentences()
    rows = [
        [
            step.label,
            ", ".join(names[before] for before in step.before),
            names[step.after],
            sentences[step.permission],
            "yes" if step.reason else "",
            verbs[step.verb],
        ]
        for step in steps
    ]
    picture = "```mermaid\nstateDiagram-v2\n" + "\n".join(drawn) + "\n```"
    heads = ["Step", "From", "To", "Who may: a seat that allows to …", "Reason asked", "History says: somebody …"]
    return f"## {name}\n\n{picture}\n\n{_table(heads, rows)}"


# Data dictionary


def data_dictionary() -> str:
    """Every table and field: type, meaning, privacy."""
    intro = (
        "Made from the tables of the code. Privacy: **public** may be read by anybody once it is published; "
        "**technical** says "
        "nothing of anybody; **personal** names or describes somebody who works with the partnership; "
        "**confidential** is read by "
        "the circle that its row names; **secret** is read by nobody. No field is made for a child's identity."
    )
    parts = []
    for label in [name.rsplit(".", 1)[1] for floor in settings.FLOORS for name in floor]:
        tables = list(apps.get_app_config(label).get_models())
        if tables:
            parts.append("\n\n".join([f"## {_title(label)}", *(_of_model(model) for model in tables)]))
    return _page("Data dictionary", intro, *parts)


def _of_model(model):
    rows = [
        [f"`{field.name}`", _kind(field), _meaning(field), model.PRIVACY.get(field.name, model.PRIVACY.get("*"))]
        for field in model._meta.concrete_fields
    ]
    doc = " ".join((model.__doc__ or "").split())
    return f"### {model._meta.object_name}\n\n{doc}\n\n" + _table(["Field", "Kind", "Meaning", "Privacy"], rows)


def _kind(field):
    if field.is_relation:
        kind = f"one {field.related_model._meta.object_name}"
    else:
        kind = {
            models.TextField: "text",
            models.SlugField: "key",
            models.BooleanField: "yes or no",
            models.DateField: "day",
            models.DateTimeField: "moment",
            models.DecimalField: "decimal number",
            models.JSONField: "JSON",
            models.BinaryField: "bytes",
            models.BigAutoField: "number of the row",
            models.URLField: "web address",
            models.EmailField: "e-mail address",
        }.get(type(field)) or ("text" if isinstance(field, models.CharField) else "whole number")
    if getattr(field, "max_length", None) and kind in {"text", "key"}:
        kind += f", at most {field.max_length} characters"
    return kind if field.primary_key or not (field.null or getattr(field, "blank", False)) else f"{kind}; may be empty"


def _meaning(field):
    words = str(field.verbose_name)
    if field.choices:
        words += ": " + ", ".join(
            f"{value or '(empty)'} = {label}" if label else str(value) for value, label in field.flatchoices
        )
    return words if words != field.name.replace("_", " ") or field.choices else ""


# Clocks


def clocks() -> str:
    """Every rule of the diary by section and edition, verified or not."""
    sections = defaultdict(list)
    for row in rulebook.rows():
        sections[row["section"]].append(row)
    statuses = dict(Rule.Status.choices)
    heads = [
        "Rule",
        "Edition",
        "Holds",
        "From",
        "What is due",
        "Time",
        "Kind",
        "Set locally",
        "Computes",
        "How sure",
        "Read on",
        "Source",
    ]
    parts = [
        f"## Section {section}\n\n" + _table(heads, [_clock(row, statuses) for row in rows])
        for section, rows in sections.items()
    ]
    unverified = sum(row["certainty"] == Certainty.UNVERIFIED for row in rulebook.rows())
    intro = (
        f"Made from `rules.yaml` of the diary: {len(rulebook.rows())} rows, of which {unverified} were not verified "
        "against their "
        "source. A row that is not verified is marked wherever it is shown, until somebody who has read the source "
        "confirms it."
    )
    return _page("Clocks and other time limits", intro, *parts)


def _clock(row, statuses):
    def day(value):
        return f"{value.day} {value:%B %Y}" if value else ""

    holds = f"from {day(row['valid_from'])}" if row["valid_from"] else "start not known"
    if row["valid_to"]:
        holds += f" to {day(row['valid_to'])}"
    return [
        f"`{row['key']}`",
        row["edition_title"],
        holds,
        row["trigger"],
        row["outcome"],
        f"{row['value']} {row['unit']}".strip(),
        statuses[row["status"]],
        "yes" if row["local"] else "",
        "yes" if row["computes"] else "",
        Certainty(row["certainty"]).label,
        day(row["checked_on"]),
        row["source"],
    ]


# Circles of readers


def audiences() -> str:
    """Which roles read what each circle holds."""
    told = {
        Audience.PUBLIC: lambda role: "yes",
        Audience.PARTNERSHIP: lambda role: "yes" if role.reads_partnership else "",
        Audience.GROUP: lambda role: "yes" if role.reads_groups else ("own group" if role.reads_partnership else ""),
        Audience.AGENCY: lambda role: (
            "yes" if role.reads_agencies else ("own agency" if role.reads_partnership else "")
        ),
        Audience.LISTED: lambda role: "where listed",
    }
    rows = [[role.title, *(told[circle](role) for circle in Audience)] for role in roles().values()]
    rows.append(["Somebody who is not signed in", "yes", "", "", "", ""])
    intro = (
        "Made from `goldenthread/config/roles.py`. Who reads a thing of the thread or a document, by its circle of "
        "readers. "
        "“Where listed” needs a second factor at sign-in. A thing with a text for others is read whole only by the "
        "circle behind it. Whoever owes an action reads it in every circle; whoever is left out for a conflict reads "
        "only what the public reads."
    )
    return _page("Circles of readers", intro, _table(["Role", *Audience.labels], rows))


PAGES = {
    "permissions.md": permissions,
    "states.md": states,
    "data-dictionary.md": data_dictionary,
    "clocks.md": clocks,
    "audiences.md": audiences,
}
