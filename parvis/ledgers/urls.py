"""Addresses of every ledger: /office/<room>/<ledger>/ and below."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.ledgers import views
from parvis.ledgers.ledger import Ledger, ledgers

app_name = "ledgers"


def _doors(ledger: Ledger) -> list[URLPattern]:
    here, name = f"{ledger.room}/{ledger.code}/", ledger.name
    doors = [
        path(here, views.listing(ledger), name=f"{name}-list"),
        path(f"{here}<int:pk>/", views.row(ledger), name=f"{name}-row"),
        path(f"{here}<int:pk>/history/", views.past(ledger), name=f"{name}-history"),
    ]
    if ledger.form is not None:
        if ledger.undoes:
            back = f"{here}back/<int:first>-<int:last>/"
            doors.append(path(back, views.taking_back(ledger), name=f"{name}-back"))
        if ledger.adds:
            doors.append(path(f"{here}new/", views.adding(ledger), name=f"{name}-new"))
    if ledger.remove is not None:
        doors.append(path(f"{here}<int:pk>/remove/", views.removing(ledger), name=f"{name}-remove"))
    if ledger.gestures:
        doors.append(path(f"{here}together/", views.gesture(ledger), name=f"{name}-together"))
    return doors


urlpatterns = [door for ledger in ledgers() for door in _doors(ledger)]
