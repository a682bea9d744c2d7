"""To the bank and back in the portal: the file to hand in, what the bank sent, and lines that match nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import asked
from accounts.models import Organization
from contracts import actions, permissions, queries
from contracts.forms import BankFileForm, LimitForm, PayingAccountForm, ReasonForm
from contracts.models import BankFile, PayingAccount
from contracts.permissions import require
from contracts.rules import BANK_FILE_MAX_BYTES
from contracts.showing import TONES
from contracts.views.doors import done, sent, who
from contracts.views.payments import READERS
from core.refusals import NotFound, RuleBroken
from core.wording import label

ROWS_A_PAGE = 30


@require_safe
@login_required
def bank(request: HttpRequest) -> HttpResponse:
    """What the bank sent, what of it matches nothing, and where its next file is read."""
    actor = asked(request).actor
    require(actor.holds(*READERS) or actor.is_overseer, "view")
    page = Paginator(queries.lines_visible_to(actor), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "ministries": queries.ministries_paid_for(actor),
        "page": page,
        "lines": [
            {
                "line": line,
                "state": label(f"line.{line.state}"),
                "tone": TONES[line.state],
                "why": label(f"line.why.{line.why}"),
                "direction": label(f"line.direction.{line.direction}"),
            }
            for line in page
        ],
        "files": [
            {"file": file, "kind": label(f"bank.kind.{file.kind}")}
            for file in queries.bank_files_visible_to(actor)[:ROWS_A_PAGE]
        ],
    }
    return render(request, "contracts/bank.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def read_file(request: HttpRequest, ministry_uid: UUID) -> HttpResponse:
    """Read a file of the bank, whole or not at all."""
    ministry = _paid_for(request, ministry_uid)
    form = BankFileForm(sent(request), request.FILES or None)
    found: list[BankFile] = []

    def read() -> None:
        upload = form.cleaned_data["file"]
        if upload.size > BANK_FILE_MAX_BYTES:
            raise RuleBroken.because("file.too_large", size_bytes=upload.size, max_bytes=BANK_FILE_MAX_BYTES)
        found.append(actions.read_bank_file(ministry_uid=ministry.uid, content=upload.read(), **who(request)))

    if done(request, form, read):
        open_lines = found[0].lines.filter(state="unmatched").count()
        messages.success(request, _("The file %(number)s was read.") % {"number": found[0].number})
        if open_lines:
            text = ngettext("%(count)s line is to be explained.", "%(count)s lines are to be explained.", open_lines)
            messages.warning(request, text % {"count": open_lines})
        return redirect("contracts:bank")
    return _form(request, "contracts/read_bank_file.html", form, ministry=ministry)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest, ministry_uid: UUID) -> HttpResponse:
    """Name the account that a ministry pays from."""
    ministry = _paid_for(request, ministry_uid)
    named = PayingAccount.objects.filter(ministry=ministry).first()
    first = (
        {"answer_days": 2}
        if named is None
        else {name: getattr(named, name) for name in ("bank", "number", "holder", "answer_days")}
    )
    form = PayingAccountForm(sent(request), initial=first)

    def name_it() -> None:
        actions.name_paying_account(ministry_uid=ministry.uid, **form.cleaned_data, **who(request))

    if done(request, form, name_it):
        messages.success(request, _("The account to pay from is named."))
        return redirect("contracts:bank")
    approving = [
        {"office": office, "limit": getattr(office, "approval_limit", None)}
        for office in queries.approving_offices(ministry.pk)
    ]
    return _form(request, "contracts/paying_account.html", form, ministry=ministry, approving=approving)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def limit(request: HttpRequest, office_uid: UUID) -> HttpResponse:
    """Set the largest batch that an office may approve."""
    office = queries.approving_office(office_uid)
    require(permissions.may_run_contracts(asked(request).actor, office.organization_id, None), "limit_approvals")
    stands = getattr(office, "approval_limit", None)
    form = LimitForm(sent(request), initial={"limit_krw": stands.limit_krw if stands else None})

    def set_it() -> None:
        actions.limit_approvals(office_uid=office_uid, limit_krw=form.cleaned_data["limit_krw"], **who(request))

    if done(request, form, set_it):
        messages.success(request, _("The limit is set."))
        return redirect("contracts:paying-account", office.organization.uid)
    return _form(request, "contracts/approval_limit.html", form, limited=office)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def explain(request: HttpRequest, line_uid: UUID) -> HttpResponse:
    """Say what a line is that matches no payment."""
    line = queries.line_for(line_uid, asked(request).actor)
    require(permissions.may_run_contracts(asked(request).actor, line.ministry_id, None), "explain")
    form = ReasonForm(sent(request))

    def explain_it() -> None:
        actions.explain_line(line_uid=line_uid, note=form.cleaned_data["reason"], **who(request))

    if done(request, form, explain_it):
        messages.success(request, _("The line is explained."))
        return redirect("contracts:bank")
    shown = {"why": label(f"line.why.{line.why}"), "direction": label(f"line.direction.{line.direction}")}
    return _form(request, "contracts/explain_line.html", form, line=line, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def order(request: HttpRequest, batch_uid: UUID) -> HttpResponse:
    """Order a batch that was approved before the ministry named its account."""
    batch = queries.batch_page(batch_uid, asked(request).actor)
    require(permissions.may_run_contracts(asked(request).actor, batch.ministry_id, None), "order")
    form = Form(sent(request))
    if done(request, form, lambda: actions.order_batch(batch_uid=batch_uid, **who(request))):
        messages.success(request, _("The bank's file is written."))
        return redirect("contracts:batch", batch_uid)
    return _form(request, "contracts/order_batch.html", form, batch=batch)


@require_safe
@login_required
def order_file(request: HttpRequest, batch_uid: UUID) -> HttpResponse:
    """The bank's file of a batch, as it was written, to hand in."""
    actor = asked(request).actor
    batch = queries.batch_page(batch_uid, actor)
    require(permissions.may_run_contracts(actor, batch.ministry_id, None), "download")
    return bank_file(bytes(queries.bank_order(batch_uid, actor).content), batch.number)


def bank_file(content: bytes, number: str) -> HttpResponse:
    """Bytes of a bank's file to keep, never to be shown as a page."""
    headers = {
        "Content-Disposition": f'attachment; filename="{number}.xml"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type="application/xml", headers=headers)


def _paid_for(request: HttpRequest, ministry_uid: UUID) -> Organization:
    ministry = Organization.objects.filter(uid=ministry_uid).first()
    if ministry is None:
        raise NotFound.because("http.not_found")
    require(permissions.may_run_contracts(asked(request).actor, ministry.pk, None), "read_bank_file")
    return ministry


def _form(request: HttpRequest, template: str, form: Form, **context: object) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
