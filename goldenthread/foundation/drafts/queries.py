"""Finding the viewer's own drafts."""

import json
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.drafts.models import Draft, SentForm


def draft_for(viewer: Viewer, address: str) -> Draft | None:
    """The viewer's own draft of the form at `address`, or None."""
    if viewer.person_id is None:
        return None
    return Draft.objects.filter(person_id=viewer.person_id, address=address).first()


def refill(viewer: Viewer, address: str, form: Any) -> Draft | None:
    """Put a kept draft into an unbound form, field by field; returns the draft, or None when there is none.

    Works for a form whose boxes have several names (a day) too, since each widget reads its own. The hidden version is
    filled as well: a draft begun before somebody else saved is found out when it is posted.
    """
    draft = draft_for(viewer, address)
    if draft is None or form.is_bound:
        return None
    typed = _Typed(json.loads(draft.fields))
    for name, field in form.fields.items():
        html_name = form.add_prefix(name)
        if not field.widget.needs_multipart_form and not field.widget.value_omitted_from_data(typed, {}, html_name):
            form.initial[name] = field.widget.value_from_datadict(typed, {}, html_name)
    form.refilled()
    return draft


def keys_done(user_id: int, keys: list[str]) -> list[str]:
    """Those of these keys by which a form of this account has done its work."""
    sent = SentForm.objects.filter(user_id=user_id, key__in=keys, status__gte=300, status__lt=400)
    return sorted(set(sent.values_list("key", flat=True)))


def was_sent(user_id: int, key: str) -> bool:
    """Whether a form of this key has done its work for this account."""
    return SentForm.objects.filter(user_id=user_id, key=key).exists()


def sent_form(user_id: int, key: str, content: str) -> SentForm | None:
    """The form of this key and these words that has done its work for this account, or None."""
    return SentForm.objects.filter(user_id=user_id, key=key, content=content).first()


def keep_url(address: str) -> str:
    """Where a page posts what is typed into its form at `address`: for the `draft` of the form tags."""
    return f"{reverse('drafts:keep')}?{urlencode({'address': address})}"


def discard_url(address: str) -> str:
    """Where the button posts that throws the draft of the form at `address` away."""
    return f"{reverse('drafts:discard')}?{urlencode({'address': address})}"


class _Typed(dict):
    """Posted fields as a widget reads them: the last value, or all of them."""

    def get(self, name: str, default: Any = None) -> Any:
        values = super().get(name)
        return values[-1] if values else default

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name)[-1]

    def getlist(self, name: str) -> list[str]:
        return super().get(name) or []
