"""What is read to write the report of a year, its list, and the card of a figure."""

from parvis.annualreport.queries.card import FigureCard, figure_card
from parvis.annualreport.queries.editions import editions, original_of
from parvis.annualreport.queries.report import Report, charts_of, report
from parvis.annualreport.queries.settling import (
    Edition,
    Review,
    Settled,
    among,
    edition_of,
    open_for,
    publication_of,
    published_years,
    review,
)
from parvis.annualreport.queries.years import YearEntry, year_entry, years

__all__ = [
    "Edition",
    "FigureCard",
    "Report",
    "Review",
    "Settled",
    "YearEntry",
    "among",
    "charts_of",
    "edition_of",
    "editions",
    "figure_card",
    "open_for",
    "original_of",
    "publication_of",
    "published_years",
    "report",
    "review",
    "year_entry",
    "years",
]
