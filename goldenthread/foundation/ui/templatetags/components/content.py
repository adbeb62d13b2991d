"""Tags for what a page says: facts, tables, tags of state, notes, boxes."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from .tokens import csrf_token

register = template.Library()
TAG_COLOURS = {"grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"}


def draw(component, **context):
    """One component's template as safe HTML."""
    return mark_safe(render_to_string(f"ui/components/{component}.html", context).strip())


def _rows(rows):
    for row in rows:
        if not isinstance(row, dict):
            label, value = row
            row = {"label": label, "value": value}
        yield {"url": "", "change": "Change", **row}


@register.simple_tag
def summary_list(rows):
    return draw("summary_list", rows=list(_rows(rows)))


@register.simple_block_tag
def facts(content):
    return format_html('<dl class="govuk-summary-list">{}</dl>', content)


@register.simple_block_tag
def fact(content, label, url="", change="Change"):
    return draw("fact", label=label, value=content, url=url, change=change)


def _columns(columns):
    for column in columns:
        yield {"numeric": False, **(column if isinstance(column, dict) else {"label": column})}


def _cells(row, columns):
    for position, (cell, column) in enumerate(zip(row, columns, strict=True)):
        cell = cell if isinstance(cell, dict) else {"text": cell}
        yield {"url": "", "first": position == 0, "numeric": column["numeric"], **cell}


@register.simple_tag
def table(caption, columns, rows, caption_hidden=False, foot=None):
    columns = list(_columns(columns))
    return draw(
        "table",
        caption=caption,
        caption_hidden=caption_hidden,
        columns=columns,
        rows=[list(_cells(row, columns)) for row in rows],
        foot=list(_cells(foot, columns)) if foot else None,
    )


@register.simple_block_tag
def tablebox(content, caption, caption_hidden=False):
    return draw("tablebox", caption=caption, caption_hidden=caption_hidden, content=content)


@register.simple_tag
def tag(words, colour="grey"):
    if colour not in TAG_COLOURS:
        raise ValueError(f"A tag cannot be {colour!r}: choose one of {', '.join(sorted(TAG_COLOURS))}.")
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, words)


@register.simple_block_tag
def details(content, summary, open=False):
    return draw("details", summary=summary, content=content, open=open)


@register.simple_tag
def history(lines):
    """What was done to a thing, folded: lines with at, on, by, sentence and changes (what, before, after)."""
    return draw("history", lines=lines) if lines else ""


@register.simple_block_tag
def inset(content):
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content):
    return draw("warning", content=content)


@register.simple_block_tag
def notification(content, title="Important", kind=""):
    return draw("notification", content=content, title=title, kind=kind, id="")


@register.simple_block_tag
def panel(content, title, level=1):
    return draw("panel", content=content, title=title, level=int(level))


@register.simple_block_tag
def next_step(content, sentence, title="What happens next"):
    return draw("next_step", content=mark_safe(content.strip()), sentence=sentence, title=title)


@register.simple_block_tag
def empty_state(content, title):
    return draw("empty_state", content=content, title=title)


@register.simple_block_tag
def side_box(content, title):
    return format_html(
        '<section class="gt-side-box"><h2 class="gt-side-box__title">{}</h2>{}</section>', title, content
    )


@register.simple_block_tag
def cards(content):
    return format_html('<ul class="gt-cards">{}</ul>', content)


@register.simple_block_tag
def card(content, title, url="", over="", level=3):
    return draw("card", content=content, title=title, url=url, over=over, level=int(level))


@register.simple_block_tag
def voice(content, who=""):
    return draw("voice", content=content, who=who)


@register.simple_tag
def banner(text):
    return format_html(
        '<aside class="gt-example" aria-label="About this data"><div '
        'class="govuk-width-container"><p>{}</p></div></aside>',
        text,
    )


@register.simple_tag
def button(text, kind="", name="", value=""):
    return draw("button", text=text, kind=kind, name=name, value=value)


@register.simple_tag
def link_button(text, url, kind=""):
    return draw("link_button", text=text, url=url, kind=kind)


@register.simple_tag(takes_context=True)
def post_button(context, text, url, kind="", **posted):
    """A form of its own with one button: what is done by one press. Posted names and values travel hidden."""
    return draw("post_button", text=text, url=url, kind=kind, posted=posted, tokens=csrf_token(context))


@register.simple_block_tag
def action_bar(content):
    return format_html('<div class="govuk-button-group gt-action-bar">{}</div>', conditional_escape(content))
