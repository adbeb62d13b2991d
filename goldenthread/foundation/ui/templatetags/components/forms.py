"""Tags for forms: every field looks and speaks alike, with its error beside it and in the summary."""

from django import forms, template
from django.utils.safestring import mark_safe

from ...day_fields import DayInput, TypedDay
from ...fields import MarkdownInput
from .content import draw
from .tokens import csrf_token

register = template.Library()
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple, DayInput)


def _kind(widget):
    """Which of our field templates draws this widget."""
    for widget_class, kind in (
        (DayInput, "day"),
        (forms.CheckboxSelectMultiple, "checkboxes"),  # before radios, from which it inherits
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (MarkdownInput, "markdown"),
        (forms.Textarea, "textarea"),
        (forms.Select, "select"),
        (forms.FileInput, "file"),
    ):
        if isinstance(widget, widget_class):
            return kind
    return "text"


CLASSES = {
    "textarea": "govuk-textarea",
    "markdown": "govuk-textarea gt-markdown",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "text": "govuk-input",
    "checkbox": "govuk-checkboxes__input",
}


def _attributes(bound, kind, width, rows, described_by):
    base = CLASSES[kind]
    classes = [base, bound.field.widget.attrs.get("class", "")]
    if _limit(bound, kind):
        classes.append("govuk-js-character-count")
    if bound.errors:
        classes.append(f"{base.split()[0]}--error")
    if isinstance(bound.field.widget, forms.NumberInput):
        width = width or "5"
    if width:
        classes.append(f"govuk-input--width-{width}")
    attributes = {"class": " ".join(part for part in classes if part), "aria-describedby": described_by or False}
    if rows or kind == "textarea":
        attributes["rows"] = rows or "5"
    if isinstance(bound.field.widget, forms.NumberInput):
        attributes |= {"inputmode": "decimal", "spellcheck": "false"}
        _type_numbers_as_text(bound.field.widget)
    return attributes


def _type_numbers_as_text(widget):
    """A wheel that turns must not change a figure, and a browser must not throw away what it cannot read."""
    widget.input_type = "text"
    for name in ("min", "max", "step"):
        widget.attrs.pop(name, None)


def _options(bound):
    """Each radio or checkbox: value, label, id, whether it is chosen."""
    for option in bound.subwidgets:
        data = option.data
        yield {
            "id": option.id_for_label,
            "name": data["name"],
            "value": data["value"],
            "label": data["label"],
            "chosen": data["selected"],
        }


def _faulty_parts(bound):
    """Which of the three boxes of a day the error is about; all when it does not say."""
    for error in bound.errors.as_data():
        parts = (error.params or {}).get("parts", ())
        return parts or ("day", "month", "year")
    return ()


@register.simple_tag
def field(bound, width="", rows="", label_size="s", say_optional=True):
    return _draw_field(bound, width, rows, label_size, say_optional)


def _draw_field(bound, width="", rows="", label_size="s", say_optional=True):
    if bound.is_hidden:
        return bound.as_widget()
    widget = bound.field.widget
    kind = _kind(widget)
    identity = bound.auto_id or bound.html_name
    hint_id = f"{identity}_hint" if bound.help_text else ""
    error_id = f"{identity}_error" if bound.errors else ""
    described_by = " ".join(part for part in (hint_id, error_id) if part)
    context = {
        "bound": bound,
        "kind": kind,
        "id": identity,
        "hint_id": hint_id,
        "error_id": error_id,
        "described_by": described_by,
        "label_size": label_size,
        "errors": list(bound.errors),
        "optional": say_optional and not bound.field.required and kind != "checkbox",
        "limit": _limit(bound, kind),
    }
    if kind == "day":
        context["control"] = bound.as_widget(attrs={"faulty": _faulty_parts(bound)})
    elif kind in ("radios", "checkboxes"):
        context["options"] = list(_options(bound))
    else:
        context["control"] = bound.as_widget(attrs=_attributes(bound, kind, width, rows, described_by))
    return draw("field", **context) + _ticks(bound.form, bound.name)


def _ticks(form, name):
    """The boxes of what is asked about a field, or with "" about the form: see `ui.questions`."""
    return mark_safe("".join(_draw_field(form[tick]) for tick in getattr(form, "ticks", {}).get(name, ())))


def _to_show(form):
    ticks = {tick for under in getattr(form, "ticks", {}).values() for tick in under}
    return [bound for bound in form.visible_fields() if bound.name not in ticks]


def _limit(bound, kind):
    """The number of characters to count down to, where a textarea has one."""
    return (getattr(bound.field, "max_length", None) or "") if kind in ("textarea", "markdown") else ""


@register.simple_tag
def fields(form, only=""):
    """All fields, or those named; hidden ones always."""
    names = [name.strip() for name in only.split(",") if name.strip()]
    shown = [form[name] for name in names] if names else _to_show(form)
    return mark_safe("\n".join(field(bound) for bound in [*form.hidden_fields(), *shown]))


def first_control(bound):
    """The id that a link of the error summary leads to."""
    widget = bound.field.widget
    identity = bound.auto_id or bound.html_name
    if isinstance(widget, DayInput):
        return f"{identity}_{_faulty_parts(bound)[0]}"
    if not isinstance(widget, GROUPS):
        return identity
    return f"{identity}_0" if len(bound) else f"{identity}_error"  # a group with nothing to choose from


@register.simple_tag
def error_summary(*forms_with_errors):
    lines = []
    for form in forms_with_errors:
        lines += [{"text": text, "target": ""} for text in form.non_field_errors()]
        for bound in form:
            target = "" if bound.is_hidden else first_control(bound) if bound.errors else ""
            lines += [{"text": text, "target": target} for text in bound.errors]
    return draw("error_summary", lines=lines) if lines else ""


@register.simple_tag
def conflict(found):
    return draw("conflict", conflict=found) if found else ""


@register.simple_block_tag(takes_context=True)
def formframe(context, content, form, action="", draft="", summary=True, method="post"):
    return _frame(context, content, form, action, draft, summary, method)


def _frame(context, content, form, action, draft, summary, method):
    top = [conflict(getattr(form, "conflict", None))]
    if summary:
        top.insert(0, error_summary(form))
    top.append(_ticks(form, ""))
    hidden = [bound.as_widget() for bound in form.hidden_fields()]
    now, kept = getattr(context.get("request"), "now", None), context.get("kept")
    return draw(
        "formframe",
        now=now.isoformat() if now else "",
        kept_at=kept.kept_at.isoformat() if draft and kept else "",
        action=action,
        draft=draft,
        method=method,
        multipart=form.is_multipart(),
        top=mark_safe("".join(top)),
        hidden=mark_safe("".join(h for h in hidden if _tag_name(h) not in content)),
        content=content,
        tokens=csrf_token(context),
    )


def _tag_name(hidden):
    """The part of a hidden input that tells whether the page has drawn it already."""
    return hidden[hidden.index("name=") :].split(" ")[0]


@register.simple_tag(takes_context=True, name="form")
def whole_form(context, form, submit="Save", action="", cancel="", draft="", kind="", summary=True):
    content = draw("form_body", fields=fields(form), submit=submit, cancel=cancel, kind=kind)
    return _frame(context, content, form, action, draft, summary, "post")


def _is_filled(value):
    return not value.is_blank if isinstance(value, TypedDay) else value not in (None, "", [], False)


@register.simple_block_tag
def filters(content, form, submit="Show these", clear=""):
    shown = mark_safe("\n".join(_draw_field(bound, say_optional=False) for bound in form.visible_fields()))
    chosen = sum(1 for bound in form.visible_fields() if _is_filled(bound.value()))
    return draw("filters", fields=shown, content=content, submit=submit, clear=clear, chosen=chosen)
