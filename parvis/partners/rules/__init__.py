"""Who may, and what stands against an act before it is recorded."""

from parvis.partners.rules.duty import (
    Plan,
    clashes_of_copy,
    clashes_of_plan,
    itself,
    may_answer,
    may_plan,
    refuse_twice,
    sees_gaps,
)
from parvis.partners.rules.giving import (
    clashes_of_agreement,
    clashes_of_contribution,
    clashes_of_partner,
    may_read_balance,
    may_read_balances,
    may_renew,
)

__all__ = [
    "Plan",
    "clashes_of_agreement",
    "clashes_of_contribution",
    "clashes_of_copy",
    "clashes_of_partner",
    "clashes_of_plan",
    "itself",
    "may_answer",
    "may_plan",
    "may_read_balance",
    "may_read_balances",
    "may_renew",
    "refuse_twice",
    "sees_gaps",
]
