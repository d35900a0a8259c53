"""Addresses of partners that are no list, below /office/partners/; and those of signed links."""

from django.urls import path

from parvis.partners import views

WEEK = "duty/<int:pk>/<int:year>-<int:number>/"
app_name = "partners"
urlpatterns = [
    path("agreements/<int:pk>/renew/", views.renew, name="renew"),
    path("balance/", views.balances, name="balances"),
    path("balance/<int:pk>/<int:year>/", views.balance, name="balance"),
    path("balance/<int:pk>/<int:year>/<slug:centre>/", views.printed, name="balance-printed"),
    path("duty/", views.duty, name="duty"),
    path("duty/gaps/", views.gaps, name="gaps"),
    path("duty/sessions/<int:pk>/", views.session, name="session"),
    path(WEEK, views.week, name="week"),
    path(f"{WEEK}copy/", views.copy, name="copy"),
    path("duty/<int:pk>/back/<int:first>-<int:last>/", views.back, name="duty-back"),
]

links = ([path("<str:key>/", views.answers, name="answers")], "duty")
"""Below a language, for partners without an account."""
