import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from parvis.accounts.models import User
from parvis.kernel.access import allow, open_to_all, signed_in
from parvis.sources.models import Source

pytestmark = pytest.mark.django_db


def writes(request, *_):
    Source.objects.create(collection="x", code="y", title="t", kind="report", language="fr")
    return HttpResponse("written")


def request(method="get", user=None):
    asked = getattr(RequestFactory(), method)("/somewhere/")
    asked.user = user or AnonymousUser()
    return asked


@pytest.fixture
def someone():
    return User.objects.create_user("someone@example.org", name="Someone")


def test_a_view_that_writes_while_it_shows_is_refused_by_the_database():
    with pytest.raises(DatabaseError, match="read-only"):
        open_to_all(writes)(request())


def test_a_view_that_is_posted_to_may_write():
    assert open_to_all(writes)(request("post")).content == b"written"


def test_whoever_is_not_signed_in_is_led_to_our_sign_in():
    response = signed_in(writes)(request())

    assert response.status_code == 302
    assert response.url.startswith("/office/sign-in/?next=/somewhere/")


def test_the_scope_is_set_for_this_transaction(someone):
    def shows(request):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('parvis.actor'), current_setting('parvis.scope')"
            )
            return HttpResponse(json.dumps(cursor.fetchone()))

    actor, scope = json.loads(signed_in(shows)(request(user=someone)).content)

    assert actor == f"staff:{someone.pk}"
    assert json.loads(scope) == {"user": someone.pk, "centres": [], "log": False}


def test_what_one_may_not_see_does_not_exist(someone):
    source = Source.objects.create(
        collection="x", code="y", title="t", kind="report", language="fr"
    )
    shown = HttpResponse("shown")

    def nobody(user):
        return Source.objects.none()

    def everybody(user):
        return Source.objects.all()

    def yes(user, subject):
        return True

    def no(user, subject):
        return False

    def view(request, subject):
        return shown

    asked = request(user=someone)
    assert allow(yes, among=everybody)(view)(asked, pk=source.pk) is shown
    with pytest.raises(Http404):
        allow(yes, among=nobody)(view)(asked, pk=source.pk)
    with pytest.raises(Http404):
        allow(no, among=everybody)(view)(asked, pk=source.pk)
    assert allow(yes, among=everybody)(view)(request(), pk=source.pk).status_code == 302
