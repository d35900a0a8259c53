"""The lists of the room in the office; importing it puts them there."""

from parvis.ledgers.ledger import keep_ledger
from parvis.programme.ledgers import around, campaigns, proposals, sessions

for _ledger in (
    sessions.SESSIONS,
    proposals.PROPOSALS,
    proposals.COORDINATIONS,
    sessions.TEMPLATES,
    campaigns.CAMPAIGNS,
    around.STANDS,
    around.SPEAKERS,
    around.DOCUMENTS,
    around.SLOTS,
    around.GROUPS,
    around.HEADCOUNTS,
    around.STATED,
):
    keep_ledger(_ledger)
