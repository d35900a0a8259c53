"""Addresses of the programme that are no list, below /office/programme/; those of signed links."""

from django.urls import path

from parvis.programme import views

app_name = "programme"
urlpatterns = [
    path("weeks/", views.weeks, name="weeks"),
    path("weeks/<int:pk>/<int:year>-<int:number>/", views.week, name="week"),
    path("months/", views.months, name="months"),
    path("months/<int:pk>/", views.month, name="month"),
    path("session/<int:pk>/", views.session, name="session"),
    path("session/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("session/<int:pk>/series/", views.series, name="series"),
    path("session/<int:pk>/hosts/", views.hosts, name="hosts"),
    path("session/<int:pk>/roster/", views.roster, name="roster"),
    path("session/<int:pk>/evaluation/", views.evaluate, name="evaluation"),
    path("proposal/<int:pk>/", views.proposal, name="proposal"),
    path("meeting/<int:pk>/", views.meeting, name="meeting"),
    path("asked/", views.contacts, name="contacts"),
    path("campaign/<int:pk>/", views.campaign, name="campaign"),
    path("counters/", views.counters, name="counters"),
]

propose = ([path("<str:key>/", views.propose, name="propose")], "propose")
"""Below a language, for partners without an account."""
stand = ([path("<str:key>/", views.stand, name="stand")], "stand")
"""Below a language, for whoever holds a stand."""
