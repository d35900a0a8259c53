"""The lists of the room in the office; importing it puts them there."""

from parvis.ledgers.ledger import keep_ledger
from parvis.network.ledgers import charter, dues, facts, funding, label, members

for _ledger in (
    members.MEMBERS,
    facts.FACTS,
    label.LABEL,
    charter.CHARTER,
    dues.DUES,
    dues.AMOUNTS,
    funding.FUNDING,
):
    keep_ledger(_ledger)
