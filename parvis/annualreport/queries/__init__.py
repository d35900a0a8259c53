"""What is read to write the report of a year, its list, and the card of a figure."""

from parvis.annualreport.queries.card import FigureCard, figure_card
from parvis.annualreport.queries.finality import why_draft
from parvis.annualreport.queries.report import Report, charts_of, report
from parvis.annualreport.queries.years import YearEntry, year_entry, years

__all__ = [
    "FigureCard",
    "Report",
    "YearEntry",
    "charts_of",
    "figure_card",
    "report",
    "why_draft",
    "year_entry",
    "years",
]
