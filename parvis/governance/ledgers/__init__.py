"""The lists of the room in the office; importing it puts them there."""

from parvis.governance.ledgers import bodies, mandates, meetings
from parvis.ledgers.ledger import keep_ledger

for _ledger in (*bodies.LEDGERS, *mandates.LEDGERS, *meetings.LEDGERS):
    keep_ledger(_ledger)
