"""Public addresses below a language; the short ones are the home network's."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from parvis.website import views

app_name = "website"


def _in_every_network(
    route: str, view: Callable[..., HttpResponseBase], name: str
) -> list[URLPattern]:
    return [
        path(f"networks/<slug:network>/{route}", view, name=name),
        path(route, view, name=name),
    ]


urlpatterns = [
    *_in_every_network("", views.home, "home"),
    *_in_every_network("centres/", views.directory, "directory"),
    *_in_every_network("centres/<slug:centre>/", views.to_centre, "to-centre"),
    *_in_every_network("mobile/", views.mobile, "mobile"),
    *_in_every_network("bodies/", views.bodies, "bodies"),
    *_in_every_network("pages/<path:way>/", views.page, "page"),
    *_in_every_network("<slug:centre>/pages/<path:way>/", views.page, "page-of-centre"),
    *_in_every_network("programme/", views.programme, "programme"),
    *_in_every_network("programme.rss", views.news, "news"),
    *_in_every_network("programme/embedded/", views.embedded, "embedded"),
    *_in_every_network("programme/week/", views.week, "week"),
    *_in_every_network("programme/themes/<slug:theme>/", views.programme, "of-theme"),
    *_in_every_network(
        "programme/themes/<slug:theme>/agenda.ics", views.calendar, "calendar-of-theme"
    ),
    *_in_every_network("programme/languages/<slug:spoken>/", views.programme, "of-language"),
    *_in_every_network(
        "programme/languages/<slug:spoken>/agenda.ics", views.calendar, "calendar-of-language"
    ),
    *_in_every_network("programme/<slug:code>/", views.session, "session"),
    *_in_every_network("programme/<slug:code>/poster/", views.poster, "poster"),
    *_in_every_network("programme/<slug:code>/reminder/", views.reminder, "reminder"),
    *_in_every_network(
        "programme/<slug:code>/agenda.ics", views.session_calendar, "calendar-of-session"
    ),
    *_in_every_network("programme/<slug:code>/register/", views.register, "register"),
    *_in_every_network("registration/<slug:address>/", views.registration, "registration"),
    *_in_every_network("place/<slug:address>/", views.place, "place"),
    *_in_every_network("reminder/<slug:address>/", views.reminder_kept, "reminder-kept"),
    *_in_every_network("campaigns/<slug:code>/", views.campaign, "campaign"),
    *_in_every_network("agenda/", views.agenda, "agenda"),
    *_in_every_network("agenda.ics", views.calendar, "calendar"),
    *_in_every_network("mobile/<int:stop>/agenda.ics", views.stop_calendar, "calendar-of-stop"),
    *_in_every_network("<slug:centre>/programme/", views.programme, "programme"),
    *_in_every_network("<slug:centre>/programme.rss", views.news, "news"),
    *_in_every_network("<slug:centre>/programme/embedded/", views.embedded, "embedded"),
    *_in_every_network("<slug:centre>/programme/week/", views.week, "week"),
    *_in_every_network("<slug:centre>/agenda/", views.agenda, "agenda"),
    *_in_every_network("<slug:centre>/agenda.ics", views.calendar, "calendar"),
    # Last: the code of a centre stands where any other word could (kernel.addresses.RESERVED).
    *_in_every_network("<slug:centre>/", views.centre, "centre"),
]

calendars = [
    *_in_every_network("agenda.ics", views.calendar, "calendar"),
    *_in_every_network("<slug:centre>/agenda.ics", views.calendar, "calendar"),
]
"""The same without a language, in that of the installation or of ?lang=: addresses that stay."""
