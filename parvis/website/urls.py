"""Public addresses below a language; the short ones are the home network's."""

from django.urls import path

from parvis.website import views

app_name = "website"

urlpatterns = [
    path("", views.home, name="home"),
    path("networks/<slug:network>/", views.home, name="home"),
    path("networks/<slug:network>/<slug:centre>/", views.centre, name="centre"),
    path("<slug:centre>/", views.centre, name="centre"),
]
