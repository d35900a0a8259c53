import threading

import pytest
from django.db import connection

from parvis.accounts.actors import command
from parvis.centres.models import Centre, Site
from parvis.journal.actions import put_back
from parvis.journal.errors import CannotPutBack
from parvis.journal.models import Line
from parvis.journal.queries import history
from parvis.kernel.history import signed
from parvis.partners.models import Partner
from parvis.sources.models import Source

BY = command("put-back")


def a_source(code="report", title="Rapport"):
    return Source.objects.create(
        collection="x", code=code, title=title, kind="report", language="fr"
    )


@pytest.mark.django_db
def test_a_change_is_put_back_and_signed():
    source = a_source()
    source.title = "Report"
    source.save()
    (entry, _made) = history(source)

    put_back(entry=entry, by=BY)

    source.refresh_from_db()
    line = history(source)[0]
    assert source.title == "Rapport"
    assert (line.actor, line.reason) == ("command:put-back", f"put back {entry.pk}")


@pytest.mark.django_db
def test_other_columns_keep_what_they_became_since():
    source = a_source()
    source.title = "Report"
    source.save()
    entry = history(source)[0]
    source.author = "Somebody"
    source.save()

    put_back(entry=entry, by=BY)

    source.refresh_from_db()
    assert (source.title, source.author) == ("Rapport", "Somebody")


@pytest.mark.django_db
def test_a_column_changed_again_since_is_left_and_said():
    source = a_source()
    for title in ("Report", "Informe"):
        source.title = title
        source.save()
    entry = history(source)[1]

    with pytest.raises(CannotPutBack, match="depuis"):
        put_back(entry=entry, by=BY)
    source.refresh_from_db()
    assert source.title == "Informe"


@pytest.mark.django_db
def test_what_was_put_back_can_be_put_back():
    source = a_source()
    source.title = "Report"
    source.save()
    put_back(entry=history(source)[0], by=BY)
    put_back(entry=history(source)[0], by=BY)

    source.refresh_from_db()
    assert source.title == "Report"


@pytest.mark.django_db
def test_a_row_made_is_unmade_and_made_again_under_its_own_key():
    source = a_source()
    key = source.pk
    put_back(entry=history(source)[0], by=BY)
    assert not Source.objects.exists()

    put_back(entry=Line.objects.latest("pk"), by=BY)

    again = Source.objects.get()
    assert (again.pk, again.title) == (key, "Rapport")


@pytest.mark.django_db
def test_a_link_is_put_back():
    partner = Partner.objects.create(code="p", name="P")
    source = a_source()
    partner.sources.add(source)
    partner.sources.clear()

    put_back(entry=Line.objects.latest("pk"), by=BY)

    assert list(partner.sources.all()) == [source]


@pytest.mark.django_db
def test_words_dates_and_places_come_back_as_they_were():
    centre = Centre.objects.create(code="c", name="Cité", country="FR")
    site = Site.objects.create(centre=centre, code="main", kind="main", nature="definitive")
    before = Site.objects.filter(pk=site.pk).values().get()
    site.delete()

    put_back(entry=Line.objects.filter(what="centres_site").latest("pk"), by=BY)

    assert Site.objects.values().get() == before


@pytest.mark.django_db
def test_a_row_made_and_changed_since_stays():
    source = a_source()
    made = history(source)[0]
    source.title = "Report"
    source.save()

    with pytest.raises(CannotPutBack):
        put_back(entry=made, by=BY)
    assert Source.objects.count() == 1


@pytest.mark.django_db
def test_what_others_rest_on_is_not_taken_away():
    centre = Centre.objects.create(code="c", name="Cité", country="FR")
    made = history(centre)[0]
    Site.objects.create(centre=centre, code="main", kind="main", nature="definitive")

    with pytest.raises(CannotPutBack, match="reposent"):
        put_back(entry=made, by=BY)
    assert Centre.objects.count() == 1


@pytest.mark.django_db
def test_what_is_gone_cannot_be_put_back():
    source = a_source()
    source.title = "Report"
    source.save()
    changed, made = history(source)
    source.delete()

    for entry in (changed, made):
        with pytest.raises(CannotPutBack, match="plus là"):
            put_back(entry=entry, by=BY)


@pytest.mark.django_db
def test_what_is_there_again_is_not_made_twice():
    source = a_source()
    key = source.pk
    source.delete()
    gone = Line.objects.latest("pk")
    Source.objects.create(
        pk=key, collection="x", code="other", title="t", kind="report", language="fr"
    )

    with pytest.raises(CannotPutBack, match="déjà"):
        put_back(entry=gone, by=BY)


def test_two_who_put_the_same_back_do_it_once(committed_db):
    with signed(command("test")):
        source = a_source()
        source.title = "Report"
        source.save()
    entry = history(source)[0]
    together, refused = threading.Barrier(4), []

    def back():
        together.wait()
        try:
            put_back(entry=entry, by=BY)
        except CannotPutBack as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=back) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 3
    assert len(history(source)) == 3
