"""Addresses of devices, below the office."""

from django.urls import path

from parvis.devices import views

app_name = "devices"
urlpatterns = [path("<int:pk>/pair/", views.pair, name="pair")]
