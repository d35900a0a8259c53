"""The report of a year on paper: the same `Report` the web page shows, set by Typst."""

from parvis.annualreport.paper.edition import file_name, paper_of, simulated_mark
from parvis.annualreport.paper.page import page_of

__all__ = ["file_name", "page_of", "paper_of", "simulated_mark"]
