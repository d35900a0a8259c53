"""The versions of what an indicator means: read, written anew, translated, never changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.accounts.actors import staff
from parvis.indicators import queries, rules
from parvis.indicators.actions import define_anew, translate_definition
from parvis.indicators.forms import TranslationForm, VersionForm
from parvis.indicators.models import Definition, Indicator
from parvis.kernel.access import allow
from parvis.kernel.errors import ParvisError
from parvis.ui import toasts


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.can_read_versions, among=queries.dictionary_for)
def versions(request: HttpRequest, indicator: Indicator) -> HttpResponseBase:
    """Every version, the form of the next one, and what is not said in a language yet."""
    found = queries.versions_of(indicator)
    form = _next(request, indicator, found)
    if request.method == "POST" and rules.can_define(request.user, indicator) and form.is_valid():
        try:
            made = define_anew(indicator=indicator, **form.cleaned_data, by=staff(request.user))
        except ParvisError as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.tell(request, _("Version %(n)d is recorded.") % {"n": made.version})
            return redirect("office:indicator-versions", pk=indicator.pk)
    return _shown(request, indicator, found, form)


@require_POST
@allow(rules.can_define, among=queries.dictionary_for)
def translate(request: HttpRequest, indicator: Indicator, version: int) -> HttpResponseBase:
    """Say a version in one more language."""
    found = queries.versions_of(indicator)
    one = next((one for one in found if one.version == version), None)
    if one is None:
        return redirect("office:indicator-versions", pk=indicator.pk)
    form = TranslationForm(request.POST, version=one)
    if form.is_valid():
        try:
            translate_definition(definition=one, **form.cleaned_data, by=staff(request.user))
        except ParvisError as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.tell(request, _("Version %(n)d is translated.") % {"n": version})
            return redirect("office:indicator-versions", pk=indicator.pk)
    return _shown(request, indicator, found, _next(None, indicator, found), (one, form))


def _next(
    request: HttpRequest | None, indicator: Indicator, found: list[Definition]
) -> VersionForm:
    return VersionForm(
        request.POST if request is not None and request.method == "POST" else None,
        last=found[0] if found else None,
        others=queries.beside(indicator),
    )


def _shown(
    request: HttpRequest,
    indicator: Indicator,
    found: list[Definition],
    form: VersionForm,
    translated: tuple[Definition, TranslationForm] | None = None,
) -> HttpResponse:
    refused = dict([translated] if translated else [])
    context = {
        "indicator": indicator,
        "versions": [
            (one, _saying(one), refused.get(one) or TranslationForm(version=one)) for one in found
        ],
        "form": form,
        "may_write": rules.can_define(request.user, indicator),
    }
    wrong = request.method == "POST"
    return render(request, "indicators/versions.html", context, status=422 if wrong else 200)


def _saying(version: Definition) -> list[dict[str, str]]:
    """A version language by language."""
    return [
        {
            "code": code,
            "language": get_language_info(code)["name_translated"],
            "name": name,
            "definition": version.definition.get(code, ""),
            "recipe": version.recipe.get(code, ""),
        }
        for code, name in version.name.items()
    ]
