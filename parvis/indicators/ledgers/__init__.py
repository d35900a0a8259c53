"""The lists of the room in the office; importing it puts them there."""

from parvis.indicators.ledgers import dictionary, figures
from parvis.ledgers.ledger import keep_ledger

for _ledger in (*figures.LEDGERS, *dictionary.LEDGERS):
    keep_ledger(_ledger)
