"""The office as each role walks through it: every screen sound, and what each came to do."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE, TABLET, findings, picture

WALKS = [
    ("centre-manager", PHONE),
    ("centre-manager", DESKTOP),
    ("partner-manager", PHONE),
    ("coordinator", TABLET),
    ("label-authority", DESKTOP),
    ("executive-committee", PHONE),
    ("administrator", TABLET),
    ("treasurer", DESKTOP),
]


SOUND: set[str] = set()
"""Screens that axe has been over in this run."""
SEEN: set[tuple[str, int]] = set()
"""Screens that were opened at a width: the same screen for another role is the same page."""


def _signed_in(page, served, who):
    email, password = served.sign_ins[who]
    page.goto(f"{served.url}/office/sign-in/")
    page.locator("#id_username").fill(email)
    page.locator("#id_password").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    if "/charter/" in page.url:  # the one who signs in for the first time, in any order of tests
        page.locator("main form button").click()
    expect(page).to_have_url(re.compile("/office/$"))


def _recorded(page):
    expect(page.locator(".toast-success")).to_be_visible()


@pytest.mark.parametrize(("who", "size"), WALKS)
def test_every_screen_of_a_role_is_sound(served, page, who, size):
    page.set_viewport_size(size)
    _signed_in(page, served, who)
    picture(page, f"home-{who}-{size['width']}")
    links = page.locator(".office-menu a")
    screens = [link.get_attribute("href") for link in links.all()]
    assert screens
    wrong = []
    for path in screens:
        page.goto(f"{served.url}{path}")
        new = page.locator(".office-act a[data-key=n]")
        opened = [path, *([new.get_attribute("href")] if new.count() else [])]
        row = page.locator("main .table tbody th a").first
        opened += [row.get_attribute("href")] if row.count() else []
        for one in opened:
            screen = re.sub(r"\d+|\?.*", "", one)
            if (screen, size["width"]) in SEEN:
                continue
            SEEN.add((screen, size["width"]))
            page.goto(f"{served.url}{one}")
            if screen not in SOUND:
                wrong += [f"{one}: {said}" for said in findings(page)]
                SOUND.add(screen)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                wrong.append(f"{one} scrolls sideways")
            picture(page, f"{who}-{size['width']}-{one.strip('/').replace('/', '-')}")

    assert wrong == []


def test_a_holiday_week_is_closed_by_keyboard_and_the_mistake_put_back(served, page):
    page.set_viewport_size(DESKTOP)
    _signed_in(page, served, "centre-manager")
    page.goto(f"{served.url}/office/centres/closures/")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/closures/new/$"))
    year = timezone.localdate().year + 1
    page.locator("#id_site").select_option(index=1)
    page.locator("#id_start").fill(f"{year}-12-24")
    page.locator("#id_end").fill(f"{year}-12-31")
    page.locator("#id_kind").select_option("holiday")
    page.locator("[name=reason_fr]").fill("Fermeture d’essai")
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Enregistrer quand même")).to_be_visible()
    expect(page.locator(".notice-warning")).to_contain_text("25 décembre")
    assert findings(page) == []
    picture(page, "guide-closure-clash")
    page.get_by_role("button", name="Enregistrer quand même").press("Enter")

    _recorded(page)
    expect(page.locator("main .table")).to_contain_text("Fermeture d’essai")
    picture(page, "guide-closure-undo")
    page.get_by_role("button", name="Annuler").press("Enter")
    expect(page.locator("main")).not_to_contain_text("Fermeture d’essai")


def test_the_hours_of_a_week_are_read_as_they_will_stand(served, page):
    page.set_viewport_size(TABLET)
    _signed_in(page, served, "centre-manager")
    page.goto(f"{served.url}/office/centres/sites/")
    page.locator("main .table tbody th a").first.click()
    page.get_by_role("link", name="Horaires de la semaine").click()
    page.locator("#id_open-3").fill("10-12, 11-15")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert findings(page) == []
    page.locator("#id_open-3").fill("10-12, 14-18:30")
    page.get_by_role("button", name="Enregistrer").click()
    heeded = page.get_by_role("button", name="Enregistrer quand même")
    if heeded.count():
        heeded.click()

    _recorded(page)
    expect(page.locator(".days")).to_contain_text("18:30")
    assert findings(page) == []
    picture(page, "guide-week")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(".days")).not_to_contain_text("18:30")


def test_a_mistake_is_found_in_the_history_and_put_back(served, page):
    page.set_viewport_size(PHONE)
    _signed_in(page, served, "centre-manager")
    page.goto(f"{served.url}/office/centres/spaces/new/")
    page.locator("#id_site").select_option(index=1)
    page.locator("[name=name_fr]").fill("Salle des braises")
    page.get_by_role("button", name="Enregistrer").click()
    _recorded(page)
    page.get_by_role("link", name="Salle des braises").click()
    page.locator("[name=name_fr]").fill("Sale des braises")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Sale des braises").click()
    page.get_by_role("link", name="Historique").click()
    assert findings(page) == []
    picture(page, "guide-history")
    page.get_by_role("button", name="Remettre comme c’était").first.click()

    expect(page.locator("main .table")).to_contain_text("Salle des braises")


def test_a_centre_founded_on_one_page_stands_in_public(served, page):
    page.set_viewport_size(DESKTOP)
    _signed_in(page, served, "coordinator")
    page.goto(f"{served.url}/office/network/found/")
    page.locator("#id_network").select_option(index=2)  # the example network
    page.locator("#id_name").fill("Maison des chemins (exemple)")
    page.locator("#id_city").fill("Bruyère-les-Essais")
    for day in range(1, 6):
        page.locator(f"#id_open-{day}").fill("9-12:30, 13:30-17")
    for number, need in enumerate(("orientation", "training", "employment"), start=1):
        page.locator(f"#id_need-{number}").select_option(need)
    page.get_by_role("button", name="Ouvrir cette Cité").click()

    _recorded(page)
    picture(page, "guide-founded")
    page.goto(f"{served.url}/fr/networks/example/maison-des-chemins-exemple/")
    expect(page.locator("h1")).to_contain_text("Maison des chemins")
    expect(page.locator("main")).to_contain_text("09:00")
    expect(page.locator("main")).to_contain_text("Bruyère-les-Essais")
    assert findings(page) == []


def test_a_pole_by_appointment_only_is_put_before_the_label_authority(served, browser, page):
    page.set_viewport_size(DESKTOP)
    _signed_in(page, served, "centre-manager")
    page.goto(f"{served.url}/office/centres/poles/")
    page.locator("main .table tbody th a").first.click()
    page.locator("#id_access").select_option("appointment")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".notice-warning")).to_contain_text("sans rendez-vous")
    picture(page, "guide-principle")
    page.get_by_role("button", name="Enregistrer quand même").click()
    _recorded(page)

    other = browser.new_context(viewport=DESKTOP)
    theirs = other.new_page()
    _signed_in(theirs, served, "label-authority")
    picture(theirs, "guide-needs")
    theirs.locator(".needs a").first.click()
    theirs.locator("main .table tbody th a").first.click()
    picture(theirs, "guide-alert")
    theirs.locator("#id_answer").fill("Le pôle rouvre sans rendez-vous avant l’été.")
    theirs.get_by_role("button", name="Enregistrer").click()
    _recorded(theirs)
    other.close()

    page.get_by_role("button", name="Annuler").click()
    _recorded(page)


def test_the_office_speaks_the_language_one_chooses(served, page):
    page.set_viewport_size(DESKTOP)
    _signed_in(page, served, "centre-partnerships")  # nobody else's journey: the choice stays
    page.goto(f"{served.url}/office/account/")
    page.locator("#id_language").select_option("en")
    page.get_by_role("button", name="Parler cette langue").click()

    expect(page.locator("h1")).to_have_text("My account")
    page.goto(f"{served.url}/office/centres/sites/")
    expect(page.locator("main")).to_contain_text("The places where the public comes")
    assert findings(page) == []


def test_an_agreement_is_renewed_and_the_balance_sheet_printed(served, page):
    page.set_viewport_size(DESKTOP)
    _signed_in(page, served, "centre-manager")
    page.goto(f"{served.url}/office/partners/agreements/")
    rows = [row.get_attribute("href") for row in page.locator("main .table tbody th a").all()]
    for row in rows:
        page.goto(f"{served.url}{row}")
        page.get_by_role("link", name="Renouveler").click()
        if page.locator("#id_start").count():  # not one that was renewed already
            break
    year = timezone.localdate().year + 5
    page.locator("#id_start").fill(f"{year}-01-01")
    page.locator("#id_end").fill(f"{year + 2}-12-31")
    page.locator("#id_signed").fill(f"{timezone.localdate()}")
    page.locator("#id_charter_accepted").fill(f"{timezone.localdate()}")
    page.locator("#id_charter").select_option(index=1)
    assert findings(page) == []
    picture(page, "guide-renew")
    page.locator("main form button[type=submit]").first.press("Enter")
    _recorded(page)
    page.get_by_role("button", name="Annuler").click()
    _recorded(page)


def test_a_partner_reads_and_prints_the_balance_sheet_of_its_year(served, page):
    page.set_viewport_size(TABLET)
    _signed_in(page, served, "partner-manager")
    page.get_by_role("link", name="Bilans").click()
    expect(page.locator("h1")).to_be_visible()
    assert findings(page) == []
    picture(page, "guide-balance")
    pdf = page.get_by_role("link", name=re.compile("PDF"))
    answer = page.request.get(f"{served.url}{pdf.first.get_attribute('href')}")
    assert answer.ok
    assert answer.body().startswith(b"%PDF-")
    page.emulate_media(media="print")
    picture(page, "balance-print")


def test_two_holders_of_one_seat_are_pointed_out(served, page):
    page.set_viewport_size(PHONE)
    _signed_in(page, served, "executive-committee")
    page.goto(f"{served.url}/office/governance/mandates/?world=made-up")
    page.locator(".office-act a[data-key=n]").click()
    page.locator("#id_body").select_option(index=1)
    page.locator("#id_person").select_option(index=1)
    page.locator("#id_office").select_option(index=1)
    page.locator("#id_start").fill("2026-01-01")
    page.locator("#id_end").fill("2025-01-01")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".error-summary, .notice-warning").first).to_be_visible()
    page.locator("#id_end").fill("")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".error-summary, .notice-warning").first).to_be_visible()
    assert findings(page) == []
    picture(page, "guide-mandate")


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<p class=MsoNormal style="font-family:Calibri;color:red"><span lang=FR>Venez </span><o:p></o:p>
<b style="mso-bidi-font-weight:normal">en bus</b></p></body></html>"""


def test_an_editor_writes_a_page_from_word_and_a_picture_too_heavy_is_refused(
    served, page, tmp_path
):
    page.set_viewport_size(DESKTOP)
    _signed_in(page, served, "centre-editor")
    page.goto(f"{served.url}/office/writing/")
    assert findings(page) == []
    picture(page, "guide-writing")
    page.locator(".places-written a").first.click()
    home = page.url.rstrip("/").rpartition("/")[2]
    page.add_init_script(
        """document.addEventListener("w-unsaved:watch-edits", () => {
            document.documentElement.dataset.watched = "yes" })"""
    )
    page.goto(f"{served.url}/office/pages/pages/add/website/freepage/{home}/")
    # What is written before the editor watches is not kept by itself: it looks after two seconds.
    page.locator("html[data-watched]").wait_for(state="attached")
    page.locator("#id_title").press_sequentially("Page collée depuis Word")
    page.wait_for_url("**/edit/")  # the draft is kept by itself while one writes
    page.wait_for_load_state("networkidle")  # a list that is open meanwhile closes
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="texte").first.click()
    words = page.locator("[contenteditable=true]").first
    words.click()
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.evaluate(
            """html => { const given = new DataTransfer(); given.setData("text/html", html);
            given.setData("text/plain", "Venez en bus");
            document.activeElement.dispatchEvent(new ClipboardEvent("paste",
                {clipboardData: given, bubbles: true, cancelable: true})) }""",
            WORD,
        )
    expect(words).to_contain_text("en bus")
    # The field is a quarter of a second behind what is written.
    expect(page.locator("input[name^=body-][name$=-value]").first).to_have_value(
        re.compile("en bus")
    )
    picture(page, "guide-page")
    page.get_by_role("button", name="Plus d'actions").last.click()
    page.get_by_role("button", name="Publier").last.click()
    expect(page.locator(".messages")).to_contain_text("Page collée depuis Word")

    public = page.locator(".messages a[href*='/valombre/pages/']").first.get_attribute("href")
    page.goto(f"{served.url}{public}")
    expect(page.locator("main")).to_contain_text("en bus")
    assert page.locator("main b, main strong").count() == 1
    assert page.locator("main [style], main script").count() == 0
    assert findings(page) == []

    heavy = tmp_path / "affiche.png"
    heavy.write_bytes(b"\x89PNG" + b"0" * (30 * 1024 * 1024))
    page.goto(f"{served.url}/office/pages/images/add/")
    page.locator("input[type=file]").set_input_files(heavy)
    page.locator("#id_title").fill("Une affiche")
    page.locator("form[enctype] [type=submit]").click()
    expect(page.locator("main")).to_contain_text("10")
    expect(page.locator("#id_title")).to_have_value("Une affiche")


def test_a_page_in_both_languages_at_every_width(served, page):
    for size in (PHONE, TABLET, DESKTOP):
        page.set_viewport_size(size)
        for address, words in (
            ("fr/networks/example/valombre/pages/venir", "De plain-pied"),
            ("en/networks/example/valombre/pages/come", "Step-free"),
        ):
            page.goto(f"{served.url}/{address}/")
            expect(page.locator("main")).to_contain_text(words)
            assert findings(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_lost_password_is_asked_for_and_the_message_read_on_the_screen(served, page, browser):
    page.set_viewport_size(PHONE)
    page.goto(f"{served.url}/office/sign-in/")
    page.get_by_role("link", name="J’ai perdu mon mot de passe").click()
    page.get_by_role("button", name="Envoyer le lien").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert findings(page) == []
    email, _password = served.sign_ins["partner-facilitator"]
    page.locator("#id_email").fill(email)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(email)
    assert findings(page) == []

    page.goto(f"{served.url}/office/sign-in/new-password/forged/")
    expect(page.locator("h1")).to_contain_text("Ce lien ne peut pas servir")
    assert findings(page) == []
