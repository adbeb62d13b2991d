"""Where a claim leads: a page that shows the record as this reader may see it."""

from django.urls import reverse


def link_for(body_key, codes, draft_key=""):
    """The address of a claim's proof within one body's published pages; None for a noun that nobody offers. From the
    page of a draft it names the draft, to lead back to it.
    """

    def link(noun, key):
        if noun not in codes:
            return None
        page = reverse("yearly_report:proof", kwargs={"partnership": body_key, "noun": noun, "ref": key})
        return f"{page}?report={draft_key}" if draft_key else page

    return link
