import pytest
from django.db import IntegrityError, transaction

from parvis.centres.models import Centre, Pole, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return Centre.objects.create(code="somewhere", name="Somewhere", country="FR")


def test_a_centre_has_one_current_main_site(centre):
    first = Site.objects.create(centre=centre, code="first", kind="main")
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.create(centre=centre, code="second", kind="main")

    first.end = "2024-05-31"
    first.save()
    Site.objects.create(centre=centre, code="second", kind="main")

    assert centre.sites.filter(kind="main").count() == 2


def test_a_local_pole_says_its_need_in_its_own_words(centre):
    pole = Pole.objects.create(
        centre=centre,
        code="creation",
        need="creation",
        name={"fr": "Les rendez-vous de la création"},
    )

    assert pole.get_need_display() != pole.name["fr"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Pole.objects.create(centre=centre, code="other", need="horoscope")
