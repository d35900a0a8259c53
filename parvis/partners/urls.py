"""Addresses of partners that are no list, below /office/partners/."""

from django.urls import path

from parvis.partners import views

app_name = "partners"
urlpatterns = [
    path("agreements/<int:pk>/renew/", views.renew, name="renew"),
    path("balance/", views.balances, name="balances"),
    path("balance/<int:pk>/<int:year>/", views.balance, name="balance"),
    path("balance/<int:pk>/<int:year>/<slug:centre>/", views.printed, name="balance-printed"),
]
