"""Public addresses without a language."""

from django.urls import path

from parvis.website import views

urlpatterns = [path("", views.languages, name="languages")]
