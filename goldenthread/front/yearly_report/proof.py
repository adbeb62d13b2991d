"""Where a claim leads: a page that shows the record as this reader may see it."""

from django.urls import reverse


def link_for(body_key, codes):
    """The address of a claim's proof within one body's published pages; None for a noun that nobody offers."""

    def link(noun, key):
        if noun not in codes:
            return None
        return reverse("yearly_report:proof", kwargs={"partnership": body_key, "noun": noun, "ref": key})

    return link
