"""The yearly balance sheet of a partner on paper."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, gettext

from parvis.kernel.words import Words, spoken
from parvis.papers.typesetting import Paper
from parvis.papers.typography import composed
from parvis.partners.enums import Purpose, Unit
from parvis.partners.models import Agreement, Contribution
from parvis.partners.queries import BalanceSheet
from parvis.ui.calendar import spelled, spelled_period
from parvis.ui.numbers import written

FOLDER = Path(__file__).resolve().parent / "typst"


def statement(sheet: BalanceSheet, day: datetime.date) -> Paper:
    """The balance sheet as a paper, in the active language; `day` is the day it was drawn up."""
    title = gettext("%(partner)s in %(year)s") % {"partner": sheet.partner, "year": sheet.year}
    simulated = gettext("Simulated: everything here is made up.") if sheet.centre.simulated else ""
    data = {
        "language": _language(),
        "title": _say(title),
        "centre": _say(sheet.centre.name),
        "simulated": _say(simulated),
        "lead": _say(
            gettext("What this partner promised and gave to the centre from January to December.")
        ),
        "agreements": [_say(_agreement(agreement)) for agreement in sheet.agreements],
        "totals": [
            {
                "kind": _say(capfirst(str(total.kind.label))),
                "unit": _say(str(total.unit.label)),
                "promised": _amount(total.promised),
                "given": _amount(total.given),
                "missing": _amount(total.missing),
            }
            for total in sheet.totals
        ],
        "lines": [_line(line) for line in sheet.lines],
        "foot": _say(gettext("Drawn up on %(day)s") % {"day": spelled(day)}),
        "words": {name: _say(text) for name, text in _words().items()},
    }
    return Paper(folder=FOLDER, main="statement.typ", data=data, day=day)


def file_name(sheet: BalanceSheet) -> str:
    """The name of its file; one of a made-up network says so."""
    name = f"{slugify(sheet.partner.code)}-{sheet.centre.code}-{sheet.year}"
    return f"{name}-simulated.pdf" if sheet.centre.simulated else f"{name}.pdf"


def _agreement(agreement: Agreement) -> str:
    period = spelled_period(agreement.start, agreement.end)
    said = gettext(
        "In force %(period)s, signed on %(signed)s; Charter accepted: version %(charter)s."
    ) % {"period": period, "signed": spelled(agreement.signed), "charter": agreement.charter}
    subject, _tongue = spoken(agreement.subject)
    return f"{subject}. {said}" if subject else said


def _line(line: Contribution) -> dict[str, Any]:
    purpose = str(Purpose(line.purpose).label)
    if line.pole is not None and (pole := spoken(line.pole.name)[0]):
        purpose = gettext("%(purpose)s, pole “%(pole)s”") % {"purpose": purpose, "pole": pole}
    return {
        "purpose": _say(capfirst(purpose)),
        "about": _said(line.about),
        "unit": _say(str(Unit(line.unit).label)),
        "promised": _amount(line.promised),
        "given": _amount(line.given),
    }


def _amount(value: Decimal | None) -> str:
    return _say(gettext("not said")) if value is None else written(value)


def _said(words: Words) -> str | dict[str, str]:
    text, tongue = spoken(words)
    text = composed(text, tongue)
    return text if tongue in ("", _language()) else {"text": text, "lang": tongue}


def _say(text: str) -> str:
    return composed(text, _language())


def _language() -> str:
    return (get_language() or "fr")[:2]


def _words() -> dict[str, str]:
    return {
        "agreements": gettext("Agreements"),
        "in_short": gettext("In short"),
        "line_by_line": gettext("Line by line"),
        "kind": gettext("Kind"),
        "what": gettext("Contribution"),
        "unit": gettext("Unit"),
        "promised": gettext("Promised"),
        "given": gettext("Given"),
        "missing": gettext("Still to come"),
        "nothing": gettext("Nothing is recorded for this year."),
        "reading": gettext(
            "Units are never added to each other: half-days of expertise are not half-days on "
            "duty. “Not said” is not zero."
        ),
    }
