"""Tags that lead from page to page."""

from django import template

from .content import draw

register = template.Library()
THEMES = {"light", "dark"}


def _pairs(words_and_urls):
    """(words, url) for each; the last may come without a url."""
    given = list(words_and_urls)
    if len(given) % 2:
        given.append("")
    return [{"text": text, "url": url} for text, url in zip(given[::2], given[1::2], strict=True)]


@register.simple_tag
def breadcrumbs(*words_and_urls):
    return draw("breadcrumbs", items=_pairs(words_and_urls))


@register.simple_tag
def back_link(url, text="Back"):
    return draw("back_link", url=url, text=text)


@register.simple_tag
def exports(*words_and_urls):
    return draw("exports", items=_pairs(words_and_urls))


@register.simple_tag(takes_context=True)
def pagination(context, page, name="page"):
    """The pages of a Django Page; the other parts of the address stay as they are."""
    if not page.has_other_pages():
        return ""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number):
        if query is None:
            return f"?{name}={number}"
        query[name] = number
        return "?" + query.urlencode()

    numbers = [
        {"number": number, "url": address(number) if isinstance(number, int) else "", "current": number == page.number}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return draw(
        "pagination",
        numbers=numbers,
        previous=address(page.previous_page_number()) if page.has_previous() else "",
        next=address(page.next_page_number()) if page.has_next() else "",
    )


@register.simple_tag(takes_context=True)
def theme(context):
    """The look that the person chose ("light", "dark") or nothing: then the device decides."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in THEMES else ""
