from types import SimpleNamespace

import django_filters
import django_tables2
import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from parvis.ui import signs, toasts, ways
from parvis.ui.filters import FilterSet
from parvis.ui.forms import DateInput, Form, TimeInput
from parvis.ui.tables import NumberColumn, Table, laid_out

AT = RequestFactory().get


def shown(template, *, request=None, **context):
    with override("en"):
        return Template("{% load ui parts %}" + template).render(
            Context({"request": request, **context})
        )


def test_a_notice_holds_words_and_escapes_what_is_not_markup():
    html = shown('{% notice "warning" %}<p>{{ words }}</p>{% endnotice %}', words="a<b")
    assert '<div class="notice notice-warning"><svg' in html
    assert "<p>a&lt;b</p>" in html
    with pytest.raises(KeyError, match="shouting"):
        shown('{% notice "shouting" %}{% endnotice %}')


def test_a_shape_is_drawn_for_a_sign_and_for_nothing_else():
    assert 'class="shape c"' in shown('{% shape "C" %}')
    with pytest.raises(ValueError, match="“z”"):
        signs.letter("z")


def test_a_breadcrumb_links_all_but_the_last():
    html = shown('{% breadcrumb "Office" "/office/" "Centres" "/c/" "Liège" %}')
    assert html.count("<a ") == 2
    assert '<li aria-current="page">Liège</li>' in html
    assert shown('{% breadcrumb "Here" %}').count("<a ") == 0


def test_progress_says_its_total():
    html = shown('{% progress 19 24 "Returns" %}')
    assert "19 of 24" in html
    assert '<progress value="19" max="24" aria-label="Returns">' in html


def test_pages_are_linked_only_when_there_are_several():
    request = AT("/list/", {"sort": "name", "page": "2"})
    several, one = Paginator(range(30), 10), Paginator(range(3), 10)

    assert shown("{% pagination page %}", request=request, page=one.get_page(1)) == ""
    html = shown("{% pagination page %}", request=request, page=several.get_page(2))
    assert 'rel="prev" href="?sort=name&amp;page=1"' in html
    assert 'rel="next" href="?sort=name&amp;page=3"' in html
    assert 'href="?sort=name&amp;page=2" aria-current="page"' in html
    many = Paginator(range(300), 10)
    assert "…" in shown("{% pagination page %}", request=request, page=many.get_page(15))


class Towns(Table):
    caption = "Towns"
    name = django_tables2.Column(verbose_name="Name")
    people = NumberColumn(verbose_name="People")
    note = django_tables2.Column(verbose_name="Note", orderable=False)


ROWS = [
    {"name": "Ur", "people": 65000, "note": "<old>"},
    {"name": "Is", "people": 12, "note": "drowned"},
    {"name": "Ys", "people": 700, "note": ""},
]


def test_a_table_is_ordered_by_the_address_and_says_so():
    request = AT("/towns/", {"sort": "-people", "page": "1", "q": "s"})
    html = shown("{% table rows %}", request=request, rows=laid_out(Towns(ROWS), request))

    assert "<caption>Towns</caption>" in html
    assert html.index("Ur") < html.index("Ys") < html.index("Is")
    assert 'class="num" aria-sort="descending"><a href="?sort=people&amp;q=s">' in html
    assert "in falling order" in html
    assert '<td data-label="People" class="num"><span>65,000</span></td>' in html
    assert "&lt;old&gt;" in html
    assert '<th scope="row">Ur</th>' in html
    assert '<th scope="col">Note</th>' in html


@pytest.mark.parametrize(
    "asked", [{"sort": "note"}, {"sort": "password"}, {"page": "soon"}, {"page": "99"},
              {"per_page": "100000"}]
)  # fmt: skip
def test_nonsense_in_the_address_is_passed_over(asked):
    request = AT("/towns/", asked)
    rows = laid_out(Towns(ROWS), request, per_page=2)

    assert [row.get_cell("name") for row in rows.paginated_rows] in (["Ur", "Is"], ["Ys"])
    assert rows.page.paginator.per_page == 2
    assert "aria-sort" not in shown("{% table rows %}", request=request, rows=rows)


def test_a_rising_order_is_said_too():
    request = AT("/towns/", {"sort": "name"})
    html = shown("{% table rows %}", request=request, rows=laid_out(Towns(ROWS), request))
    assert 'aria-sort="ascending"><a href="?sort=-name">' in html


def test_an_empty_table_says_a_sentence():
    request = AT("/towns/")
    html = shown("{% table rows %}", request=request, rows=laid_out(Towns([]), request))
    assert "<table" not in html
    assert "Nothing here yet." in html
    mine = laid_out(Towns([], empty_text="No town yet."), request)
    assert "No town yet." in shown("{% table rows %}", request=request, rows=mine)


class TownFilters(FilterSet):
    name = django_filters.CharFilter(label="Name")
    kind = django_filters.ChoiceFilter(label="Kind", choices=[("old", "very old")])
    places = django_filters.MultipleChoiceFilter(
        label="Places", choices=[("n", "north"), ("s", "south")]
    )


def test_filters_in_force_are_said_in_words_and_can_be_taken_away():
    data = QueryDict("name=U&kind=old&places=n&places=s&page=4&sort=name")
    filters = TownFilters(data, queryset=_Nothing())
    name, kind, places = filters.chips

    assert (name.label, name.value) == ("Name", "U")
    assert kind.value == "very old"
    assert places.value == "north, south"
    assert name.url == "?kind=old&places=n&places=s&sort=name"
    assert places.url == "?name=U&kind=old&sort=name"
    html = shown("{% filters filters %}", request=AT("/towns/"), filters=filters)
    assert 'method="get"' in html
    assert "Clear all" in html
    assert html.count('class="chip"') == 3


def test_no_filter_no_chip_and_a_refused_value_is_none():
    assert TownFilters(None, queryset=_Nothing()).chips == []
    assert TownFilters(QueryDict(""), queryset=_Nothing()).chips == []
    assert TownFilters(QueryDict("kind=new"), queryset=_Nothing()).chips == []
    assert TownFilters({"name": "U"}, queryset=_Nothing()).chips[0].url == "?"


class _Nothing:
    model = None

    def all(self):
        return self


def test_a_toast_offers_its_way_back_and_only_ours():
    told = [(Message(25, "Saved."), "/office/back/"), (Message(30, "Look."), "")]
    html = shown('{% include "ui/parts/toasts.html" with told=told only %}', told=told)
    assert '<form method="post" action="/office/back/">' in html
    assert html.count("Undo") == 1
    assert toasts.undo_of(Message(25, "x", extra_tags="/office/back/")) == "/office/back/"
    for foreign in ("safe", "//elsewhere.example/", "", None):
        assert toasts.undo_of(Message(25, "x", extra_tags=foreign)) == ""


def test_toasts_come_from_the_messages_of_the_request():
    kept = []
    request = AT("/")
    request._messages = SimpleNamespace(
        add=lambda level, message, extra_tags: kept.append(Message(level, message, extra_tags))
    )
    toasts.tell(request, "Saved.", undo="/office/back/")
    toasts.warn(request, "Look.")

    html = shown("{% toasts_shown %}", messages=kept)
    assert html.count('class="toast ') == 2
    assert "/office/back/" in html
    assert shown("{% toasts_shown %}", messages=[]) == ""
    assert shown("{% toasts_shown %}") == ""


class Place(Form):
    name = forms.CharField(label="Name", help_text="Over the door.")
    day = forms.DateField(label="Day", widget=DateInput, required=False)
    hour = forms.TimeField(label="Hour", widget=TimeInput, required=False)
    way = forms.ChoiceField(label="Way", choices=[("a", "A")], widget=forms.RadioSelect)
    free = forms.BooleanField(label="Free")
    code = forms.CharField(widget=forms.HiddenInput)


def test_a_form_is_drawn_in_one_way_with_hints_and_what_is_optional():
    html = shown("{{ form }}", form=Place())
    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert '<p class="hint" id="id_name_helptext">Over the door.</p>' in html
    assert html.count("(optional)") == 2
    assert '<input type="date" name="day"' in html
    assert '<input type="time" name="hour"' in html
    assert "<legend>Way</legend>" in html
    assert 'type="hidden" name="code"' in html
    assert " required" not in html
    assert "error-summary" not in html


def test_what_is_wrong_is_summed_up_linked_and_tied_to_its_field():
    form = Place({"name": "", "day": "2030-02-30"})
    form.add_error(None, "It is closed.")
    html = shown("{{ form }}", form=form)

    assert 'class="error-summary" role="alert" tabindex="-1" autofocus>' in html
    assert "<li>It is closed.</li>" in html
    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert '<a href="#id_way_0">Way: This field is required.</a>' in html
    assert 'id="id_way_0"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<fieldset class="field field-wrong" aria-describedby="id_way_error">' in html
    assert 'id="id_free_error"' in html
    assert "<li>This field is required.</li>" in html  # the hidden one: no field to lead to
    assert 'value="2030-02-30"' in html


def test_days_and_hours_are_written_as_html_takes_them():
    import datetime

    form = Place(initial={"day": datetime.date(2030, 3, 5), "hour": datetime.time(9, 30)})
    with override("fr"):
        html = str(form)
    assert 'value="2030-03-05"' in html
    assert 'value="09:30"' in html


def test_a_formset_draws_each_form():
    html = shown("{{ forms }}", forms=forms.formset_factory(Place, extra=2)())
    assert html.count('class="formset-row"') == 2
    assert "form-TOTAL_FORMS" in html


@pytest.fixture
def _no_entries(monkeypatch):
    monkeypatch.setattr(ways, "_entries", {})


def _offer(address, *, group="Mine", order=50, to=lambda _request: True):
    ways.offer(address, label=address, group=group, icon="house", open_to=to, order=order)


@pytest.mark.usefixtures("_no_entries")
def test_the_menu_shows_what_one_may_open_in_groups_and_marks_the_nearest():
    _offer("ui:form", group="Forms", order=90)
    _offer("ui:gallery")
    _offer("ui:desk", to=lambda _request: False)
    _offer("ui:gallery", group="Twice")

    with override("en"):
        groups = ways.office_menu(AT("/en/ui/form/sent/"))

    assert [(g.label, [(w.label, w.is_current) for w in g.ways]) for g in groups] == [
        ("Mine", [("ui:gallery", False)]),
        ("Forms", [("ui:form", True)]),
    ]
    html = shown(
        '{% office_menu as groups %}{% include "ui/parts/office_menu.html" %}',
        request=AT("/en/ui/form/"),
    )
    assert 'href="/en/ui/form/" aria-current="page"' in html


@pytest.mark.usefixtures("_no_entries")
def test_no_menu_without_a_request_or_entries():
    assert shown("{% office_menu as groups %}{{ groups|length }}") == "0"
    assert ways.office_menu(AT("/")) == []
