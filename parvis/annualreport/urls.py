"""Doors of the annual report: short addresses for the home network, the others by their code."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from parvis.annualreport import views

app_name = "annualreport"


def _in_every_network(
    route: str, view: Callable[..., HttpResponseBase], name: str
) -> list[URLPattern]:
    return [
        path(route, view, name=name),
        path(f"networks/<slug:network>/{route}", view, name=name),
    ]


urlpatterns = [
    *_in_every_network("reports/", views.reports, "reports"),
    *_in_every_network("reports/<int:year>/", views.report, "report"),
    *_in_every_network("reports/<int:year>.pdf", views.printed, "printed"),
    *_in_every_network(
        "reports/<int:year>/contradictions/", views.contradictions, "contradictions"
    ),
    *_in_every_network("reports/<int:year>/<slug:code>.csv", views.chart, "chart"),
    *_in_every_network("figures/<slug:code>/", views.figure, "figure"),
]
