"""Tags and filters every template may use: icons, signs, dates, words, figures, slots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from parvis.kernel.words import Words, spoken
from parvis.ui import addresses, calendar, countries, icons, numbers, slots
from parvis.ui import prose as prose_
from parvis.ui.addresses import Tongue
from parvis.ui.numbers import Figure

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """{% icon "arrow-right" %}: a line drawing in the colour of the text."""
    return icons.drawn(name, label=label)


@register.simple_tag
def sign(letter: str, label: str = "") -> SafeString:
    """{% sign "A" %}: the letter tile of a need, the same on the web, the ticket and the floor."""
    voice: SafeString | str = 'aria-hidden="true"'
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString(voice)
    return format_html('<span class="sign {}" {}>{}</span>', letter.lower(), voice, letter.upper())


@register.simple_tag
def partial_date(date: Any, end: Any = None) -> SafeString:
    """{% partial_date fact.date %} or {% partial_date fact.date fact.end %}: never a day more."""
    return calendar.timed(date, end)


@register.filter
def spelled(date: Any) -> str:
    """{{ date|spelled }}: the same as plain text, for titles and attributes."""
    return calendar.spelled(date)


@register.filter
def placed(date: Any) -> str:
    """{{ date|placed }}: «on 5 November 2024», «in 2024»."""
    return calendar.placed(date)


@register.filter
def since(date: Any) -> str:
    """{{ date|since }}: «since 5 November 2024», «since 2024»."""
    return calendar.since(date)


@register.filter(name="words")
def words_filter(value: Words | str | None) -> SafeString | str:
    """{{ centre.name|words }}: the line in this language; another's is marked with its own lang."""
    if not value:
        return ""
    if isinstance(value, str):
        return conditional_escape(value)
    text, language = spoken(value)
    if language == (get_language() or "")[:2]:
        return conditional_escape(text)
    return format_html('<span lang="{}" dir="auto">{}</span>', language, text)


@register.filter
def bare(value: Words | str | None) -> str:
    """{{ network.name|bare }}: the line as plain text, for <title> and attributes."""
    return value if isinstance(value, str) else spoken(value)[0]


@register.filter
def tongue(value: Words | None) -> str:
    """{{ name|tongue }}: the language the line is really in, for a lang attribute."""
    return spoken(value)[1]


@register.filter
def number(value: numbers.Number | None) -> str:
    """{{ count|number }}: a count as this language writes it."""
    return "" if value is None else numbers.written(value)


@register.simple_tag
def figure(shown: Figure, unit: bool = False) -> SafeString:
    """{% figure f %}: the number with its qualifier in words, a link to its card when it has one.

    `unit=True` adds the unit; «%» is always written, for the number means nothing without it.
    A figure whose source gives neither number nor words says «not recorded».
    """
    text = numbers.marked_up(shown)
    asked = shown.value is not None and (unit or numbers.is_percentage(shown))
    if asked and (after := numbers.unit(shown)):
        text += format_html('<span class="fig-u">{}</span>', after)
    if shown.url:
        html = format_html('<a class="fig" href="{}">{}</a>', shown.url, text)
    else:
        html = format_html('<span class="fig">{}</span>', text)
    if shown.standing != "stated":
        html += SafeString(" ") + standing(shown.standing)
    return html


@register.simple_tag
def prose(text: str, figures: Mapping[str, Figure] | None = None) -> SafeString:
    """{% prose passage.body report.figures %}: paragraphs, with their figures bound."""
    known = figures or {}
    bound = {code: figure(known[code]) for code in prose_.codes_in(text) if code in known}
    return prose_.set_out(text, bound)


@register.filter
def country(code: str) -> str:
    """{{ centre.country|country }}: «Belgium» for BE."""
    return countries.named(code)


@register.filter
def sentence(shown: Figure) -> str:
    """{{ f|sentence }}: the same as plain words."""
    return numbers.sentence(shown)


@register.simple_tag
def standing(of: str) -> SafeString:
    """{% standing fact.standing %}: a badge when no source of the network says it.

    A stated fact carries none; a card writes the whole word with {% standing_word %}.
    """
    if of == "stated":
        return SafeString("")
    return format_html('<span class="badge badge-{}">{}</span>', of, standing_word(of))


@register.simple_tag
def standing_word(of: str) -> str:
    """{% standing_word "inferred" %}: stated, inferred or external, in this language."""
    match of:
        case "stated":
            return pgettext("standing of a fact", "stated")
        case "inferred":
            return pgettext("standing of a fact", "inferred")
        case "external":
            return pgettext("standing of a fact", "external")
        case _:
            raise ValueError(f"a fact does not stand “{of}”")


@register.simple_tag
def missing(what: str = "") -> SafeString:
    """{% missing %}: «not stated in the source», or the sentence given, set apart from facts."""
    return format_html(
        '<span class="unsaid">{}</span>', what or gettext("not stated in the source")
    )


@register.simple_tag(takes_context=True)
def slot(context: Context, place: str) -> SafeString:
    """{% slot "menu" %}: what rooms put in that place; nothing when nobody did."""
    return slots.shown(place, cast("Mapping[str, Any]", context.flatten()))


@register.simple_tag(takes_context=True)
def at(context: Context, network: Any, name: str, **kwargs: Any) -> str:
    """{% at network "annualreport:report" year=2024 %}: the address inside this network.

    `networks` in the context lists those of the installation, the home network first.
    """
    is_home = network.code == context["networks"][0].code
    return addresses.address(None if is_home else network.code, name, **kwargs)


@register.simple_tag(takes_context=True)
def tongues(context: Context) -> list[Tongue]:
    """{% tongues as languages %}: this same page in every language of the interface."""
    request = context.get("request")
    return addresses.tongues(request) if request is not None else []
