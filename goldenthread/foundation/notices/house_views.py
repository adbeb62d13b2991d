"""The page on which a person chooses how they are told."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.foundation.access.decorators import signed_in
from goldenthread.foundation.notices import operations, queries
from goldenthread.foundation.notices.forms import ChoiceForm
from goldenthread.foundation.room import Refused


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choice(request):
    """Two questions: how to be told of what is urgent, and of everything else."""
    if not request.viewer.signed_in:
        raise Http404  # an account that belongs to nobody is told of nothing
    standing = queries.choice_of(request.viewer.person_id)
    form = ChoiceForm(request.POST or None, initial={"urgent": standing.urgent, "other": standing.other})
    if form.is_valid():
        try:
            operations.choose(by=request.viewer, now=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, refused.field or None)
        else:
            messages.success(request, "Saved. From now on you are told as you chose.")
            return redirect("notices_choice")
    return render(request, "notices/choice.html", {"form": form}, status=422 if form.errors else 200)
