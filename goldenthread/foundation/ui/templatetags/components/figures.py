"""Tags for what people look at: figures, pictures with their table, time, and the thread itself."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from ...words import moment, month
from .content import TAG_COLOURS, draw

register = template.Library()


@register.simple_tag
def key_figure(value, label, of="", source="", as_of=None, beside="", url=""):
    return draw("key_figure", value=value, label=label, of=of, source=source, as_of=as_of, beside=beside, url=url)


@register.simple_block_tag
def stats(content):
    return format_html('<ul class="gt-stats">{}</ul>', content)


@register.simple_tag
def stat(number, label, url="", tone=""):
    return draw("stat", number=number, label=label, url=url, tone=tone)


@register.simple_block_tag
def figure(content, name, sentence, svg, wide=False):
    """A picture with its name for those who do not see it, the sentence that it shows, and its table folded below.

    `svg` is markup made by the product; it is trusted, so never pass what a person typed.
    """
    return draw("figure", name=name, sentence=sentence, svg=mark_safe(svg), table=mark_safe(content.strip()), wide=wide)


@register.simple_tag
def timeline(items):
    filled = [
        {
            "text": "",
            "url": "",
            "by": "",
            **item,
            "on": item["on"] if isinstance(item["on"], str) else moment(item["on"]),
        }
        for item in items
    ]
    return draw("timeline", items=filled)


@register.simple_tag
def months(items):
    filled = [
        {"month": month(item["month"]), "entries": [{"url": "", **entry} for entry in item["entries"]]}
        for item in items
    ]
    return draw("months", items=filled)


STEP_WORDS = {"done": "Done", "now": "Now", "later": "Not yet"}


@register.simple_tag
def steps(items):
    filled = [{"text": "", "url": "", **item, "words": STEP_WORDS[item["state"]]} for item in items]
    return draw("steps", items=filled)


@register.simple_block_tag
def strands(content):
    return format_html('<ol class="gt-strands">{}</ol>', content)


@register.simple_block_tag
def knot(content, kind, title, url="", depth=0, state="", colour="grey", end=""):
    """One step of the thread. `end` is the sentence that says where and why the thread breaks here."""
    if colour not in TAG_COLOURS:
        raise ValueError(f"A knot's state cannot be {colour!r}.")
    return draw(
        "knot",
        content=mark_safe(content.strip()),
        kind=kind,
        title=title,
        url=url,
        depth=min(int(depth), 4),
        state=state,
        colour=colour,
        end=end,
    )


@register.simple_tag
def mark():
    return draw("mark")
