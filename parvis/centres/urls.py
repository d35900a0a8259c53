"""Addresses of centres, below the office."""

from django.urls import path

from parvis.centres import views

WEEK = "centres/sites/<int:pk>/week/"
urlpatterns = [
    path("shared/", views.shared, name="shared"),
    path("shared/code/", views.code, name="shared-code"),
    path("shared/<int:pk>/code/", views.give_code, name="give-short-code"),
    path("shared/<int:pk>/close/", views.close, name="close-shared-post"),
    path(WEEK, views.week, name="week"),
    path(f"{WEEK}back/<int:first>-<int:last>/", views.week_back, name="week-back"),
]
