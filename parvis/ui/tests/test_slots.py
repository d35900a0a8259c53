import pytest

from parvis.ui import slots


@pytest.fixture(autouse=True)
def _no_filling(monkeypatch):
    monkeypatch.setattr(slots, "_fillings", {})


def test_an_empty_place_shows_nothing():
    assert slots.shown("home", {}) == ""


def test_a_place_no_skeleton_offers_is_refused():
    with pytest.raises(KeyError, match="attic"):
        slots.fill("attic", template="ui/parts/make_believe.html")
    with pytest.raises(KeyError, match="attic"):
        slots.shown("attic", {})


def test_fillings_stand_in_order_and_once():
    given = []
    for order, template in ((60, "ui/parts/mark.html"), (10, "ui/parts/make_believe.html")) * 2:
        slots.fill(
            "home",
            template=template,
            gives=lambda _context, template=template: given.append(template) or {},
            order=order,
        )

    html = slots.shown("home", {})

    assert given == ["ui/parts/make_believe.html", "ui/parts/mark.html"]
    assert html.index("make-believe") < html.index("mark")


def test_a_room_may_show_nothing_on_this_page():
    slots.fill("home", template="ui/parts/mark.html", gives=lambda _context: None)

    assert slots.shown("home", {}) == ""


def test_a_filling_without_a_giver_knows_the_network():
    slots.fill("home", template="ui/parts/mark.html")

    assert "svg" in slots.shown("home", {"network": None})
