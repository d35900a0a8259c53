"""Addresses of the back-office."""

from django.urls import include, path

from parvis.office import views

app_name = "office"
OF_A_REPORT = "networks/<slug:code>/reports/<int:year>/"
urlpatterns = [
    path("", views.home, name="home"),
    path("", include("parvis.accounts.urls")),
    path("", include("parvis.centres.urls")),
    path("indicators/", include("parvis.indicators.urls")),
    path("reports/<int:year>/contradictions/", views.contradictions, name="contradictions"),
    path(f"{OF_A_REPORT}contradictions/", views.contradictions, name="contradictions"),
    path(f"{OF_A_REPORT}contradictions/<slug:key>/settle/", views.settle, name="settle"),
    path(f"{OF_A_REPORT}contradictions/<slug:key>/reopen/", views.reopen, name="reopen"),
    path(f"{OF_A_REPORT}publish/", views.publish, name="publish"),
]
