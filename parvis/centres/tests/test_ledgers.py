"""The lists of a centre in the office, and through them what every list does."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from parvis.accounts.models import NetworkPost, User
from parvis.centres.models import Closure, Pole, Post, SpecialDay, TeamMember
from parvis.centres.tests.factories import SiteFactory
from parvis.journal.models import Line
from parvis.ledgers.ledger import Ledger, keep_ledger, ledgers
from parvis.principles.models import LabelAlert

pytestmark = pytest.mark.django_db

CLOSURES = "/office/centres/closures/"


def _at(site, **more):
    first, last = datetime.date(2027, 3, 2), datetime.date(2027, 3, 5)
    closed = {"start": first, "end": last, "kind": "works"}
    return Closure.objects.create(site=site, **closed | more)


@pytest.fixture
def near():
    return SiteFactory(kind="main", centre__name="Ici")


@pytest.fixture
def far():
    return SiteFactory(kind="main", centre__name="Ailleurs")


@pytest.fixture
def manager(client, near):
    user = User.objects.create_user("manager@example.org", "twelve letters", name="Mina")
    Post.objects.create(user=user, centre=near.centre, role="manager", start="2026-01-01")
    client.force_login(user)
    return user


def _page(client, path, **query):
    response = client.get(path, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def _typed(form, **more):
    """What a browser would send of this form, with what is typed over it."""
    sent = {}
    for bound in form:
        value = bound.value()
        if hasattr(value, "__iter__") and not isinstance(value, str | dict | list):
            value = [getattr(one, "pk", one) for one in value]
        if isinstance(value, dict):
            sent |= {f"{bound.html_name}_{code}": text for code, text in value.items()}
        elif value not in (None, False):
            sent[bound.html_name] = value
    return sent | more


class TestList:
    def test_shows_what_lies_in_ones_own_centre_and_nothing_else(self, client, manager, near, far):
        _at(near, reason={"fr": "Peinture"})
        _at(far, reason={"fr": "Inondation"})

        page = _page(client, CLOSURES)

        assert "Peinture" in page
        assert "Inondation" not in page

    def test_an_empty_list_says_what_it_is_for_and_how_to_begin(self, client, manager):
        page = _page(client, CLOSURES)

        assert reverse("ledgers:centres-closures-new") in page
        assert 'class="empty"' in page

    @pytest.mark.parametrize("rows", [1, 3])
    def test_costs_the_same_whatever_its_length(
        self, client, manager, near, rows, django_assert_num_queries
    ):
        for number in range(rows):
            _at(near, start=datetime.date(2027, 3, 1 + number))
        client.get(CLOSURES)

        with django_assert_num_queries(18):
            client.get(CLOSURES)

    def test_filters_narrow_and_say_so(self, client, manager, near):
        _at(near, reason={"fr": "Peinture"})
        _at(near, start=datetime.date(2027, 3, 1), kind="strike", reason={"fr": "Grève"})

        page = _page(client, CLOSURES, kind="strike")

        assert "Grève" in page
        assert "Peinture" not in page
        assert 'class="chip"' in page

    def test_words_are_found_without_their_accents(self, client, manager, near):
        TeamMember.objects.create(
            centre=near.centre, name="Zoé Élan", sort_key="zoe elan", start="2026-01-01"
        )

        assert "Zoé Élan" in _page(client, "/office/centres/team/", name="zoe elan")
        assert "Zoé Élan" not in _page(client, "/office/centres/team/", name="zoe autre")

    def test_real_and_made_up_never_stand_in_one_list(self, client, near, far):
        user = User.objects.create_user("network@example.org", "twelve letters", name="Nadia")
        NetworkPost.objects.create(user=user, role="coordinator", start="2026-01-01")
        invented = SiteFactory(kind="main", centre__name="Inventée", centre__simulated=True)
        client.force_login(user)

        real = _page(client, "/office/centres/sites/")
        made_up = _page(client, "/office/centres/sites/", world="made-up")

        assert far.centre.name in real
        assert invented.centre.name not in real
        assert invented.centre.name in made_up
        assert far.centre.name not in made_up

    def test_nobody_without_the_right_has_the_list(self, client):
        user = User.objects.create_user("none@example.org", "twelve letters", name="Nino")
        client.force_login(user)

        assert client.get(CLOSURES).status_code == 404


class TestExport:
    def test_a_workbook_with_its_definitions(self, client, manager, near):
        _at(near, reason={"fr": "=cmd|' /C calc'!A0"})

        response = client.get(CLOSURES, {"format": "xlsx"})
        book = load_workbook(io.BytesIO(response.content))
        rows = list(book.worksheets[0].values)

        assert len(rows) == 2
        assert "=cmd|' /C calc'!A0" in rows[1]
        assert [cell.data_type for cell in book.worksheets[0][2]].count("f") == 0
        assert any("until" in str(row) or "jusqu" in str(row) for row in book.worksheets[1].values)

    def test_a_csv_that_runs_nothing(self, client, manager, near):
        _at(near, reason={"fr": "=1+1"})

        response = client.get(CLOSURES, {"format": "csv"})
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))

        assert rows[1][-1] == "'=1+1"

    def test_the_meaning_of_the_columns_alone(self, client, manager, near):
        response = client.get("/office/centres/team/", {"format": "definitions"})

        assert "attachment" in response["Content-Disposition"]

    def test_a_made_up_list_says_so_in_its_name(self, client):
        site = SiteFactory(kind="main", centre__simulated=True)
        user = User.objects.create_user("manager@example.org", "twelve letters", name="Mina")
        Post.objects.create(user=user, centre=site.centre, role="manager", start="2026-01-01")
        client.force_login(user)

        name = client.get("/office/centres/sites/", {"format": "csv"})["Content-Disposition"]

        assert "simul" in name


class TestRow:
    def test_is_recorded_and_taken_back(self, client, manager, near):
        typed = {
            "site": near.pk,
            "start": "2027-08-02",
            "end": "2027-08-20",
            "kind": "holiday",
            "reason_fr": "Congés",
            "reason_en": "Holidays",
            "heeded": "on",
        }

        page = client.post(f"{CLOSURES}new/", typed, follow=True).content.decode()
        made = Closure.objects.get()
        undo = page.split('action="/office/centres/closures/back/')[1].split('"')[0]

        assert made.reason == {"fr": "Congés", "en": "Holidays"}
        assert client.post(f"{CLOSURES}back/{undo}", follow=True).status_code == 200
        assert not Closure.objects.exists()

    def test_a_refusal_keeps_what_was_typed(self, client, manager, near):
        typed = {"site": near.pk, "start": "2027-08-20", "end": "2027-08-02", "kind": "holiday"}

        response = client.post(f"{CLOSURES}new/", typed | {"reason_fr": "Congés d’été"})

        assert response.status_code == 422
        assert "Congés d’été" in response.content.decode()
        assert not Closure.objects.exists()

    def test_a_clash_is_shown_before_it_is_recorded(self, client, manager, near):
        _at(near)
        typed = {"site": near.pk, "start": "2027-03-04", "end": "2027-03-08", "kind": "works"}

        first = client.post(f"{CLOSURES}new/", typed)
        assert first.status_code == 422
        assert 'name="heeded"' in first.content.decode()
        assert Closure.objects.count() == 1

        client.post(f"{CLOSURES}new/", typed | {"heeded": "on"})
        assert Closure.objects.count() == 2

    def test_two_people_lose_nothing(self, client, manager, near):
        closure = _at(near, reason={"fr": "Peinture"})
        form = client.get(f"{CLOSURES}{closure.pk}/").context["form"]
        Closure.objects.filter(pk=closure.pk).update(kind="strike")

        mine = _typed(form, kind="weather", reason_fr="Neige", reason_en="")
        refused = client.post(f"{CLOSURES}{closure.pk}/", mine)
        page = refused.content.decode()

        assert refused.status_code == 422
        assert "Neige" in page
        closure.refresh_from_db()
        assert closure.kind == "strike"

        again = _typed(refused.context["form"], reason_fr="Neige", reason_en="", kind="weather")
        assert client.post(f"{CLOSURES}{closure.pk}/", again).status_code == 302
        closure.refresh_from_db()
        assert (closure.kind, closure.reason) == ("weather", {"fr": "Neige"})

    def test_what_only_they_changed_stays_theirs(self, client, manager, near):
        closure = _at(near, reason={"fr": "Peinture"})
        form = client.get(f"{CLOSURES}{closure.pk}/").context["form"]
        Closure.objects.filter(pk=closure.pk).update(kind="strike")

        mine = _typed(form, reason_fr="Neige", reason_en="")
        client.post(f"{CLOSURES}{closure.pk}/", mine)

        closure.refresh_from_db()
        assert (closure.kind, closure.reason) == ("strike", {"fr": "Neige"})

    def test_the_same_again_changes_nothing(self, client, manager, near):
        closure = _at(near)
        form = client.get(f"{CLOSURES}{closure.pk}/").context["form"]
        before = Line.objects.count()

        client.post(f"{CLOSURES}{closure.pk}/", _typed(form) | {"heeded": "on"})

        assert Line.objects.count() == before

    def test_words_in_other_languages_stay(self, client, manager, near):
        closure = _at(near, reason={"fr": "Peinture", "nl": "Schilderwerk"})
        form = client.get(f"{CLOSURES}{closure.pk}/").context["form"]

        client.post(f"{CLOSURES}{closure.pk}/", _typed(form, reason_fr="Sols", reason_en=""))

        closure.refresh_from_db()
        assert closure.reason == {"fr": "Sols", "nl": "Schilderwerk"}

    def test_another_centres_row_does_not_exist(self, client, manager, far):
        closure = _at(far)
        here = f"{CLOSURES}{closure.pk}/"

        assert client.get(here).status_code == 404
        assert client.post(here, {}).status_code == 404
        assert client.get(f"{here}history/").status_code == 404
        assert client.post(f"{here}remove/", {}).status_code == 404

    def test_a_place_that_is_not_offered_is_refused(self, client, manager, far):
        typed = {"site": far.pk, "start": "2027-08-02", "end": "2027-08-20", "kind": "holiday"}

        assert client.post(f"{CLOSURES}new/", typed).status_code == 422
        assert not Closure.objects.exists()

    def test_whoever_may_only_read_is_shown_the_row(self, client, near):
        user = User.objects.create_user("desk@example.org", "twelve letters", name="Dora")
        Post.objects.create(user=user, centre=near.centre, role="reception", start="2026-01-01")
        client.force_login(user)
        closure = _at(near, reason={"fr": "Peinture"})

        assert "Peinture" in _page(client, f"{CLOSURES}{closure.pk}/")
        assert client.post(f"{CLOSURES}{closure.pk}/", {}).status_code == 404
        assert client.get(f"{CLOSURES}new/").status_code == 404
        assert client.post(f"{CLOSURES}back/1-2/").status_code == 404


class TestPast:
    def test_says_who_changed_what_and_puts_it_back(self, client, manager, near):
        closure = _at(near, reason={"fr": "Peinture"})
        form = client.get(f"{CLOSURES}{closure.pk}/").context["form"]
        client.post(f"{CLOSURES}{closure.pk}/", _typed(form, reason_fr="Sols", reason_en=""))

        page = _page(client, f"{CLOSURES}{closure.pk}/history/")
        assert "Mina" in page
        assert "Peinture" in page

        line = Line.objects.latest("pk")
        client.post(f"{CLOSURES}back/{line.pk}-{line.pk}/")
        closure.refresh_from_db()
        assert closure.reason == {"fr": "Peinture"}

    def test_what_changed_since_is_not_written_over(self, client, manager, near):
        closure = _at(near, reason={"fr": "Peinture"})
        Closure.objects.filter(pk=closure.pk).update(reason={"fr": "Sols"})
        line = Line.objects.latest("pk")
        Closure.objects.filter(pk=closure.pk).update(reason={"fr": "Murs"})

        page = client.post(f"{CLOSURES}back/{line.pk}-{line.pk}/", follow=True).content.decode()

        assert "toast-warning" in page
        closure.refresh_from_db()
        assert closure.reason == {"fr": "Murs"}

    def test_lines_of_another_centre_are_not_put_back(self, client, manager, far):
        _at(far)
        line = Line.objects.latest("pk")

        assert client.post(f"{CLOSURES}back/{line.pk}-{line.pk}/").status_code == 404
        Closure.objects.all().delete()
        line = Line.objects.latest("pk")
        assert client.post(f"{CLOSURES}back/{line.pk}-{line.pk}/").status_code == 404
        assert client.post(f"{CLOSURES}back/999999-999999/").status_code == 404

    def test_a_removed_row_comes_back(self, client, manager, near):
        closure = _at(near)
        form = client.get(f"{CLOSURES}{closure.pk}/")

        page = client.post(
            f"{CLOSURES}{closure.pk}/remove/", {"seen": form.context["seen"]}, follow=True
        ).content.decode()
        assert not Closure.objects.exists()
        undo = page.split('action="/office/centres/closures/back/')[1].split('"')[0]

        client.post(f"{CLOSURES}back/{undo}")
        assert Closure.objects.get().pk == closure.pk

    def test_a_row_somebody_changed_is_not_removed(self, client, manager, near):
        closure = _at(near)
        seen = client.get(f"{CLOSURES}{closure.pk}/").context["seen"]
        Closure.objects.filter(pk=closure.pk).update(kind="strike")

        client.post(f"{CLOSURES}{closure.pk}/remove/", {"seen": seen})

        assert Closure.objects.exists()


class TestGestures:
    def _team(self, near, count):
        return [
            TeamMember.objects.create(
                centre=near.centre, name=f"N{n}", sort_key=f"n{n}", start="2026-01-01"
            )
            for n in range(count)
        ]

    def test_are_done_to_every_row_ticked_with_their_number_and_taken_back_at_once(
        self, client, manager, near
    ):
        team = self._team(near, 3)

        page = client.post(
            "/office/centres/team/together/",
            {"gesture": "end", "row": [one.pk for one in team[:2]]},
            follow=True,
        ).content.decode()
        assert TeamMember.objects.filter(until__isnull=False).count() == 2
        undo = page.split('action="/office/centres/team/back/')[1].split('"')[0]

        client.post(f"/office/centres/team/back/{undo}")
        assert not TeamMember.objects.filter(until__isnull=False).exists()

    def test_of_nothing_ticked_or_far_too_much_nothing_is_done(self, client, manager, near):
        team = self._team(near, 1)

        for rows in ([], [team[0].pk] * 201):
            page = client.post(
                "/office/centres/team/together/", {"gesture": "end", "row": rows}, follow=True
            )
            assert "toast-warning" in page.content.decode()
        assert not TeamMember.objects.filter(until__isnull=False).exists()

    def test_an_unknown_gesture_does_not_exist(self, client, manager):
        sent = {"gesture": "erase", "row": []}
        assert client.post("/office/centres/team/together/", sent).status_code == 404

    def test_one_row_that_refuses_stops_them_all(self, client, manager, near):
        team = self._team(near, 2)
        TeamMember.objects.filter(pk=team[1].pk).update(start="2999-01-01")

        client.post(
            "/office/centres/team/together/", {"gesture": "end", "row": [one.pk for one in team]}
        )

        assert not TeamMember.objects.filter(until__isnull=False).exists()


class TestForms:
    def test_a_pole_that_departs_from_a_principle_is_not_recorded_silently(
        self, client, manager, near
    ):
        typed = {
            "centre": near.centre.pk,
            "need": "training",
            "name_fr": "Se former",
            "letter": "b",
            "access": "appointment",
            "price": "5 €",
        }

        first = client.post("/office/centres/poles/new/", typed)
        assert first.status_code == 422
        assert not Pole.objects.exists()

        client.post("/office/centres/poles/new/", typed | {"heeded": "on"})
        pole = Pole.objects.get()
        assert pole.letter == "B"
        assert [source.title for source in pole.sources.all()] == [near.centre.name]
        assert LabelAlert.objects.filter(centre=near.centre.code).count() == 2

        authority = User.objects.create_user("label@example.org", "twelve letters", name="Lou")
        NetworkPost.objects.create(user=authority, role="label-authority", start="2026-01-01")
        client.force_login(authority)
        assert "/office/principles/alerts/?state=open" in _page(client, "/office/")
        alert = LabelAlert.objects.first()
        here = f"/office/principles/alerts/{alert.pk}/"
        assert f'href="{here}"' in _page(client, "/office/principles/alerts/", state="open")
        typed = _typed(client.get(here).context["form"], answer="Jusqu’à l’été.")
        assert client.post(here, typed).status_code == 302
        alert.refresh_from_db()
        assert (alert.state, alert.answer) == ("answered", "Jusqu’à l’été.")

    def test_undo_of_a_pole_looks_at_its_principles_again(self, client, manager, near):
        typed = {"centre": near.centre.pk, "need": "training", "access": "walk_in"}
        client.post("/office/centres/poles/new/", typed, follow=True)
        here = f"/office/centres/poles/{Pole.objects.get().pk}/"
        departs = _typed(client.get(here).context["form"], price="5 €", heeded="on")
        page = client.post(here, departs, follow=True).content.decode()
        assert LabelAlert.objects.get().state == "open"

        undo = page.split('action="/office/centres/poles/back/')[1].split('"')[0]
        client.post(f"/office/centres/poles/back/{undo}")

        assert Pole.objects.get().price == ""
        assert LabelAlert.objects.get().state == "mended"

    def test_a_special_day_reads_hours_as_people_write_them(self, client, manager, near):
        typed = {"site": near.pk, "day": "2027-12-24", "heeded": "on"}

        client.post(
            "/office/centres/special-days/new/", typed | {"openings": "9-12h30; 13.30 – 16:00"}
        )

        day = SpecialDay.objects.get()
        assert day.openings == [["09:00", "12:30"], ["13:30", "16:00"]]

    @pytest.mark.parametrize("openings", ["noon", "9-25", "12-9", "9-12, 11-13"])
    def test_hours_that_cannot_be_are_refused(self, client, manager, near, openings):
        typed = {"site": near.pk, "day": "2027-12-24", "openings": openings, "heeded": "on"}

        response = client.post("/office/centres/special-days/new/", typed)

        assert response.status_code == 422
        assert openings in response.content.decode()
        assert not SpecialDay.objects.exists()

    def test_consent_keeps_its_first_day_and_leaves_when_it_is_taken_back(
        self, client, manager, near
    ):
        new = {"centre": near.centre.pk, "name": "Zoé", "start": "2026-01-01"}
        client.post("/office/centres/team/new/", new | {"shows_name": "on"})
        member = TeamMember.objects.get()
        TeamMember.objects.update(name_agreed="2026-02-02")
        here = f"/office/centres/team/{member.pk}/"

        client.post(here, _typed(client.get(here).context["form"], function_fr="Accueil"))
        member.refresh_from_db()
        assert member.name_agreed == datetime.date(2026, 2, 2)
        assert member.function == {"fr": "Accueil"}

        typed = _typed(client.get(here).context["form"], function_fr="Accueil")
        del typed["shows_name"]
        client.post(here, typed)
        member.refresh_from_db()
        assert member.name_agreed is None

    def test_nothing_can_be_shown_that_is_not_there(self, client, manager, near):
        new = {"centre": near.centre.pk, "name": "Zoé", "start": "2026-01-01"}

        response = client.post("/office/centres/team/new/", new | {"shows_email": "on"})

        assert response.status_code == 422

    def test_a_document_still_cited_for_a_changed_fact_is_asked_about(self, client, manager, near):
        from parvis.sources.models import Source

        source = Source.objects.create(
            collection="ricdm", code="s", title="Rapport", kind="report", language="fr"
        )
        near.sources.set([source])
        here = f"/office/centres/sites/{near.pk}/"
        form = client.get(here).context["form"]

        asked = client.post(here, _typed(form, city="Ville"))
        assert asked.status_code == 422
        assert "Rapport" in asked.content.decode()

        typed = _typed(form, city="Ville")
        typed.pop("sources")
        assert client.post(here, typed).status_code == 302
        near.refresh_from_db()
        assert near.city == "Ville"
        assert [one.kind for one in near.sources.all()] == ["office"]


def test_every_list_opens_and_every_new_row_is_offered(client, manager, near):
    for ledger in ledgers():
        if ledger.room != "centres":
            continue
        assert client.get(ledger.address()).status_code == 200, ledger.name
        if ledger.adds:
            assert client.get(ledger.address("new")).status_code == 200, ledger.name


def test_two_lists_never_want_one_address():
    one = ledgers()[0]
    keep_ledger(one)
    other = Ledger(**one.__dict__)

    with pytest.raises(ValueError, match=one.name):
        keep_ledger(other)


def test_a_centre_speaks_for_itself(client, manager, near):
    centre = near.centre
    here = f"/office/centres/centres/{centre.pk}/"
    typed = _typed(client.get(here).context["form"], city="Nouvelle", bearer_fr="Association")

    assert client.post(here, typed).status_code == 302

    centre.refresh_from_db()
    assert centre.city == "Nouvelle"
    assert centre.bearer == {"fr": "Association"}


def test_four_places_are_planned_before_any_opens(client, manager, near):
    """As Mayotte announced: a digital bus, a house of the digital, two platforms."""
    path = "/office/centres/sites/new/"
    for kind, name in (
        ("mobile", "Bus numérique"),
        ("associated", "Maison du numérique"),
        ("relay", "Plateforme du nord"),
        ("relay", "Plateforme du sud"),
    ):
        form = client.get(path).context["form"]
        typed = {"centre": near.centre.pk, "kind": kind, "stage": "planned", "name_fr": name}
        typed["nature"] = "unknown"
        sent = client.post(path, _typed(form, **typed))
        assert sent.status_code == 302, sent.context["form"].errors

    planned = near.centre.sites.filter(stage="planned")
    assert sorted(site.kind for site in planned) == ["associated", "mobile", "relay", "relay"]
    assert len({site.code for site in planned}) == 4
