"""Addresses of the gallery, below a language."""

from django.urls import path

from parvis.ui import views

app_name = "ui"

urlpatterns = [
    path("", views.components, name="gallery"),
    path("form/", views.form, name="form"),
    *(path(f"{name}/", views.skeleton, {"name": name}, name=name) for name in views.SKELETONS),
]
