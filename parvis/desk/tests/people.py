"""Who stands at a desk, with a browser each: an officer, a manager, a counsellor, and strangers."""

from __future__ import annotations

import itertools

from django.test import Client

from parvis.accounts.models import User
from parvis.centres.models import Post
from parvis.partners.models import Partner
from parvis.partners.models import Post as PartnerPost

PART = {"headers": {"HX-Request": "true"}}
"""A script asks, and takes a part of the page."""
_numbers = itertools.count()


def a_person():
    """Somebody with a browser, signed in."""
    user = User.objects.create_user(f"p{next(_numbers)}@example.org", name="Nadia")
    client = Client()
    client.user = user
    return client, user


def at_centre(site, role="reception"):
    """A browser of somebody who holds this role at the site's centre."""
    client, user = a_person()
    Post.objects.create(user=user, centre=site.centre, role=role, start="2026-01-01")
    client.force_login(user)
    return client


def counsels(site):
    """A browser of a counsellor whose partner works in the site's centre."""
    client, user = a_person()
    partner = Partner.objects.create(
        code=f"p{user.pk}", name="Partner", country="FR", field="training"
    )
    partner.centres.add(site.centre)
    PartnerPost.objects.create(user=user, partner=partner, role="counsellor", start="2026-01-01")
    client.force_login(user)
    return client
