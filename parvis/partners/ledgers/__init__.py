"""The lists of the room in the office; importing it puts them there."""

from parvis.ledgers.ledger import keep_ledger
from parvis.partners.ledgers import agreements, contributions, duty, partners

for _ledger in (
    *duty.LEDGERS,
    partners.PARTNERS,
    agreements.AGREEMENTS,
    contributions.CONTRIBUTIONS,
):
    keep_ledger(_ledger)
