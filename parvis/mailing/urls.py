"""Addresses of the outgoing mail, below /office/mail/."""

from django.urls import path

from parvis.mailing import views

app_name = "mailing"
urlpatterns = [
    path("", views.messages, name="messages"),
    path("<int:pk>/", views.message, name="message"),
    path("<int:pk>/back/", views.put_back, name="put-back"),
]
