"""For settings of tests: a template of the house that names what its page did not give fails, instead of showing
nothing.

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined()
"""

import sys


class UndefinedVariable(Exception):
    pass


class Undefined(str):
    """Django writes the name of a missing variable into this "string"; ours refuses, in templates of the house."""

    def __new__(cls):
        return super().__new__(cls, "%s")

    def __mod__(self, missing):
        template = _template_being_drawn()
        if template is None or "goldenthread" not in str(template.origin.name):
            return ""
        raise UndefinedVariable(f"{template.origin.name} uses {missing!s}, which its page did not give")


def _template_being_drawn():
    """The template whose variable is being read: Django passes the name alone, so look at the caller's context."""
    context = sys._getframe(2).f_locals.get("context")
    if context is None:
        return None
    return getattr(context.render_context, "template", None) or context.template
