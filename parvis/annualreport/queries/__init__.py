"""What is read to write the report of a year, its list, and the card of a figure."""

from parvis.annualreport.queries.card import FigureCard, figure_card
from parvis.annualreport.queries.report import Report, report
from parvis.annualreport.queries.settling import (
    Review,
    Settled,
    among,
    open_for,
    publication_of,
    review,
)
from parvis.annualreport.queries.years import YearEntry, year_entry, years

__all__ = [
    "FigureCard",
    "Report",
    "Review",
    "Settled",
    "YearEntry",
    "among",
    "figure_card",
    "open_for",
    "publication_of",
    "report",
    "review",
    "year_entry",
    "years",
]
