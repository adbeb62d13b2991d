"""Pages about one's own account, and those behind links that were sent to its address."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation.access.decorators import public, signed_in
from goldenthread.foundation.drafts.form_view import change as change_of
from goldenthread.foundation.notices import private_links
from goldenthread.foundation.organisations import account_queries, operations
from goldenthread.foundation.organisations.account_forms import ObjectForm
from goldenthread.foundation.organisations.models import AccountLink
from goldenthread.foundation.organisations.operations import links
from goldenthread.foundation.organisations.sign_in.code_first import ask_for_code
from goldenthread.foundation.organisations.sign_in.forms import SetPasswordForm
from goldenthread.foundation.organisations.sign_in.limits import client_address
from goldenthread.foundation.room import Refused

ANY = ["GET", "HEAD", "POST"]
GONE = 410


@signed_in
@require_safe
def events(request):
    """Sign-ins and changes of one's own account, the latest first."""
    page = Paginator(account_queries.events(user=request.user), 50).get_page(request.GET.get("page"))
    return render(request, "organisations/own_events.html", {"page": page})


def _link(kind: str, key: str, proof: str) -> AccountLink:
    """The link that was sent. Raises Http404 for what the house did not send."""
    link = get_object_or_404(AccountLink.objects.select_related("user__person"), kind=kind, key=key)
    if not private_links.is_proved(links.path_of(link), proof):
        raise Http404
    return link


def _gone(request, sentence: str):
    return render(request, "organisations/link_gone.html", {"sentence": sentence}, status=GONE)


@signed_in
@require_http_methods(ANY)
def account_change(request, key):
    """A change that waits: whose account it is says here that they did not ask for it."""
    change = get_object_or_404(account_queries.changes(), key=key, person=request.viewer.person_id)
    if change.state != change.State.ASKED or change.objected_at is not None:
        sentence = "You have said that you did not ask for this. Those who decide it read what you wrote."
        if change.state != change.State.ASKED:
            sentence = f"This waits for nobody any more: {change.get_state_display().lower()}."
        messages.info(request, sentence)
        return redirect("mfa_index")
    what = f"{change.asked_by or 'Whoever runs the installation'} asked for this: {change.get_kind_display()}"
    to = f" ({change.email})" if change.email else ""
    return change_of(
        request,
        ObjectForm,
        operations.object_to_account_change,
        change,
        name="change",
        of=("person", change.person.key),
        question="Did you ask for this change of your account?",
        intro=f"{what}{to}. It waits for a second person. If you asked for it, there is nothing to do here.",
        back=reverse("mfa_index"),
        submit="I did not ask for this",
        said="Those who decide it are told at once. If you think that somebody knows your password, change it now.",
    )


@public
@never_cache
@require_http_methods(ANY)
def invitation(request, key, proof):
    """Somebody new chooses a password. They have not signed in; the link says who they are."""
    link = _link(AccountLink.Kind.INVITATION, key, proof)
    form = SetPasswordForm(data=request.POST if request.method == "POST" else None, user=link.user)
    if not link.is_open_at(request.now) or not link.user.is_active or not account_queries.is_unopened(link.user):
        return _gone(request, "This invitation has been used or is too old. If you have chosen a password, sign in.")
    if request.method != "POST":
        links.open_invitation(link=link, now=request.now, address=client_address(request))
    elif form.is_valid():
        try:
            links.use_invitation(link=link, form=form, now=request.now, address=client_address(request))
        except Refused as refused:
            return _gone(request, refused.sentence)
        messages.success(request, "Your password is kept. Sign in with it.")
        return redirect("account_login")
    page = {"form": form, "email": link.user.email}
    return render(request, "organisations/invitation.html", page, status=422 if form.errors else 200)


@signed_in
@never_cache
@require_http_methods(ANY)
def count_second_step(request, key, proof):
    """The owner of an account, signed in and with a code, confirms the first second step."""
    link = _link(AccountLink.Kind.SECOND_STEP, key, proof)
    if link.user_id != request.user.pk:
        raise Http404
    if not link.is_open_at(request.now) or not account_queries.has_second_step(request.user):
        return _gone(request, "This link has been used or is too old. Under “Your account” you have a new one sent.")
    way = ask_for_code(request)
    if way is not None:
        return way
    if request.method == "POST":
        links.count_second_step(link=link, now=request.now, address=client_address(request))
        messages.success(request, "Your second step counts. Records that are kept to you open with it.")
        return redirect("mfa_index")
    return render(request, "organisations/count_second_step.html")


@signed_in
@require_POST
def send_second_step_link(request):
    """Once more, for whoever lost the message."""
    user = request.user
    if user.second_step_counts_from is None and account_queries.has_second_step(user) and request.viewer.signed_in:
        links.send_second_step_link(user=user, now=request.now)
        messages.success(request, f"A link is on its way to {user.email}.")
    return redirect(reverse("mfa_index"))
