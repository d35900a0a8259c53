"""Addresses of the programme that are no list, below /office/programme/; those of signed links.

A page about one row lies below the list of such rows, which stays marked in the menu.
"""

from django.urls import path

from parvis.programme import views

app_name = "programme"
urlpatterns = [
    path("weeks/", views.weeks, name="weeks"),
    path("weeks/<int:pk>/<int:year>-<int:number>/", views.week, name="week"),
    path("months/", views.months, name="months"),
    path("months/<int:pk>/", views.month, name="month"),
    path("sessions/<int:pk>/sheet/", views.session, name="session"),
    path("sessions/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("sessions/<int:pk>/series/", views.series, name="series"),
    path("sessions/<int:pk>/hosts/", views.hosts, name="hosts"),
    path("sessions/<int:pk>/roster/", views.roster, name="roster"),
    path("sessions/<int:pk>/registered/", views.registered, name="registered"),
    path("sessions/<int:pk>/evaluation/", views.evaluate, name="evaluation"),
    path("proposals/<int:pk>/decision/", views.proposal, name="proposal"),
    path("coordinations/<int:pk>/agenda/", views.meeting, name="meeting"),
    path("asked/", views.contacts, name="contacts"),
    path("campaigns/<int:pk>/overview/", views.campaign, name="campaign"),
    path("counters/", views.counters, name="counters"),
]

propose = ([path("<str:key>/", views.propose, name="propose")], "propose")
"""Below a language, for partners without an account."""
stand = ([path("<str:key>/", views.stand, name="stand")], "stand")
"""Below a language, for whoever holds a stand."""
