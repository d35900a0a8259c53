import datetime

import pytest

from parvis.accounts.actors import command
from parvis.centres.models import Centre
from parvis.charter.actions import record_version
from parvis.network.actions import record_charter_acceptance
from parvis.network.errors import TwoWorlds
from parvis.network.models import Membership, Network
from parvis.network.queries import charter_acceptances

pytestmark = pytest.mark.django_db
BY = command("test")
DAY = datetime.date(2026, 2, 1)


def a_member(code="c", *, simulated=True):
    network, _new = Network.objects.get_or_create(code="n", simulated=simulated)
    centre = Centre.objects.create(code=code, name=code, country="FR", simulated=simulated)
    return Membership.objects.create(
        network=network, centre=centre, kind="member", start="2020", simulated=simulated
    )


def a_version(code="v", **more):
    asked = {"title": code, "adopted_on": DAY, "language": "fr", "text": "x", "simulated": True}
    return record_version(code=code, **asked | more, by=BY).row


def test_a_member_accepts_a_version_on_a_day_that_may_be_corrected():
    member, version = a_member(), a_version()
    other = a_member("d")
    record_charter_acceptance(membership=member, version=version, on=DAY, by=BY)
    later = DAY + datetime.timedelta(days=1)
    record_charter_acceptance(membership=member, version=version, on=later, by=BY)

    (first, acceptance), (second, none) = charter_acceptances()

    assert (first, acceptance.on, acceptance.version) == (member, later, version)
    assert (second, none) == (other, None)
    assert str(acceptance).endswith(" · v")


def test_a_make_believe_charter_is_not_for_a_real_member():
    with pytest.raises(TwoWorlds):
        record_charter_acceptance(
            membership=a_member(simulated=False), version=a_version(), on=DAY, by=BY
        )
