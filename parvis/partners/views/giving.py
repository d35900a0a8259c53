"""What partners have beside their lists: an agreement renewed, the balance sheet of a year."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from parvis.accounts.actors import staff
from parvis.accounts.queries import scoped
from parvis.centres.models import Centre
from parvis.journal.queries import head, written_since
from parvis.kernel.access import admitted, allow
from parvis.kernel.errors import ParvisError
from parvis.papers.typesetting import Paper, typeset
from parvis.partners import queries, rules
from parvis.partners.forms import RenewForm
from parvis.partners.models import Agreement, Partner
from parvis.partners.paper import file_name, statement
from parvis.ui import toasts
from parvis.ui.ways import Way


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_renew, among=queries.agreements_to_renew)
def renew(request: HttpRequest, agreement: Agreement) -> HttpResponseBase:
    """Sign the agreement that follows this one; what overlaps is told before it is recorded."""
    following = Agreement.objects.filter(renews=agreement).first()
    form = RenewForm(agreement, request.POST if request.method == "POST" else None)
    clashes: list[str] = []
    if form.is_valid():
        clashes = [] if "heeded" in request.POST else _clashes(form)
        if not clashes and (done := _renewed(request, form)) is not None:
            return done
    context = {
        "agreement": agreement,
        "following": following,
        "form": form,
        "clashes": clashes,
        "row": _row(agreement),
        "list": reverse("ledgers:partners-agreements-list"),
        "next": _row(following) if following else "",
    }
    status = 422 if form.errors or clashes else 200
    return render(request, "partners/renew.html", context, status=status)


def _clashes(form: RenewForm) -> list[str]:
    typed = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    former = form.agreement
    return rules.clashes_of_agreement(partner=former.partner, centre=former.centre, **typed)


def _renewed(request: HttpRequest, form: RenewForm) -> HttpResponseBase | None:
    by, mark = staff(request.user), head()
    try:
        with transaction.atomic():
            kept = form.keep(by=by)
    except ParvisError as refusal:
        form.add_error(None, str(refusal))
        return None
    lines = written_since(mark, {Agreement._meta.db_table}, str(by))
    undo = reverse("ledgers:partners-agreements-back", args=lines) if lines else ""
    toasts.tell(request, _("Renewed: %(row)s.") % {"row": kept.row}, undo=undo)
    return redirect("ledgers:partners-agreements-list")


def _row(agreement: Agreement) -> str:
    return reverse("ledgers:partners-agreements-row", kwargs={"pk": agreement.pk})


@require_GET
@admitted(rules.may_read_balances)
def balances(request: HttpRequest) -> HttpResponseBase:
    """The partners whose balance sheet this person reads; straight to it when there is but one."""
    near = Prefetch("centres", queryset=scoped(Centre.objects.all(), request.user))
    partners = list(queries.partners_balanced(request.user).prefetch_related(near))
    year = timezone.localdate().year
    if len(partners) == 1:
        return redirect("partners:balance", pk=partners[0].pk, year=year)
    return render(request, "partners/balances.html", {"partners": partners, "year": year})


@require_GET
@allow(rules.may_read_balance, among=queries.partners_balanced)
def balance(request: HttpRequest, partner: Partner, year: int) -> HttpResponse:
    """What a partner promised and gave in a year, at each centre this person may read."""
    if not 1990 <= year <= 2100:
        raise Http404
    years = sorted({year, *queries.years_balanced(request.user, partner)}, reverse=True)
    sheets = queries.sheets_seen_by(request.user, partner, year)
    beside = queries.uncounted(partner, year, sheets)
    context = {
        "partner": partner,
        "year": year,
        "sheets": [(sheet, beside.get(sheet.centre.pk, 0)) for sheet in sheets],
        "years": [Way(str(one), _sheet(partner, one), is_current=one == year) for one in years],
        "today": timezone.localdate(),
    }
    return render(request, "partners/balance.html", context)


@require_GET
@allow(rules.may_read_balance, among=queries.partners_balanced)
def printed(request: HttpRequest, partner: Partner, year: int, centre: str) -> HttpResponseBase:
    """The balance sheet of one centre as PDF."""
    found = queries.sheets_seen_by(request.user, partner, year) if year > 0 else []
    sheet = next((one for one in found if one.centre.code == centre), None)
    if sheet is None:
        raise Http404
    return PaperResponse(statement(sheet, timezone.localdate()), file_name(sheet))


class PaperResponse(SimpleTemplateResponse):
    """A paper, set when the answer is rendered: by then the door has closed its transaction.

    It is not kept on the shelf: what a partner gives is for few to read.
    """

    def __init__(self, paper: Paper, name: str) -> None:
        super().__init__(template="", content_type="application/pdf")
        self.paper = paper
        self["Content-Disposition"] = f'attachment; filename="{name}"'

    @property
    def rendered_content(self) -> Any:
        """The bytes of the paper. Raises as `typeset` does."""
        return typeset(self.paper)


def _sheet(partner: Partner, year: int) -> str:
    return reverse("partners:balance", kwargs={"pk": partner.pk, "year": year})
