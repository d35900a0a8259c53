"""The lists of the room in the office; importing it puts them there."""

from parvis.centres.ledgers import mobile, opening, people, places, spaces
from parvis.ledgers.ledger import keep_ledger

for _ledger in (
    *places.LEDGERS,
    *opening.LEDGERS,
    mobile.STOPS,
    *spaces.LEDGERS,
    *people.LEDGERS,
):
    keep_ledger(_ledger)
