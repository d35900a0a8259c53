"""Addresses of the versions of an indicator, below the office."""

from django.urls import path

from parvis.indicators import views

urlpatterns = [
    path("indicators/<int:pk>/versions/", views.versions, name="indicator-versions"),
    path(
        "indicators/<int:pk>/versions/<int:version>/translate/",
        views.translate,
        name="indicator-translate",
    ),
]
