"""Addresses of the network, below the office."""

from django.urls import path

from parvis.network import views

app_name = "network"
urlpatterns = [
    path("found/", views.found, name="found"),
    path("found/<int:first>-<int:last>/back/", views.unfound, name="found-back"),
]
