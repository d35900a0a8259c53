"""Addresses of the Charter, below /office/charter/."""

from django.urls import path

from parvis.charter import views

app_name = "charter"
urlpatterns = [
    path("", views.acceptances, name="acceptances"),
    path("read/", views.read, name="read"),
    path("<int:pk>/accept/", views.accept, name="accept"),
]
