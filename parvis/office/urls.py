"""Addresses of the back-office."""

from django.urls import path

from parvis.office import views

app_name = "office"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
