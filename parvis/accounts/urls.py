"""Addresses of accounts, below the office."""

from django.urls import path

from parvis.accounts.queries import heirs
from parvis.accounts.views import account, people, signing

urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-in/second/", signing.second_factor, name="second-factor"),
    path("sign-in/lost/", signing.lost_password, name="lost-password"),
    path("sign-in/new-password/<str:token>/", signing.new_password, name="new-password"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("invitation/<str:token>/", signing.invitation, name="invitation"),
    path("account/", account.account, name="account"),
    path("account/language/", account.language, name="language"),
    path("account/confirm/", account.confirm, name="confirm"),
    path("account/password/", account.password, name="password"),
    path("account/factors/", account.add_factor, name="add-factor"),
    path("account/factors/application/", account.application, name="application"),
    path("account/factors/passkey/", account.passkey, name="passkey"),
    path("account/factors/<int:pk>/remove/", account.remove_factor, name="remove-factor"),
    path("account/codes/", account.codes, name="codes"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="end-session"),
    path("account/sessions/end-others/", account.end_other_sessions, name="end-other-sessions"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("people/sign-ins/", people.sign_in_log, name="sign-in-log"),
    path("see-as/", people.see_as, name="see-as"),
    path("see-as/stop/", people.stop_seeing, name="stop-seeing"),
]
for reach in heirs():
    here = f"people/{reach.value}/<int:pk>"
    urlpatterns += [
        path(f"{here}/end/", people.ending(reach), name=f"end-{reach.value}-post"),
        path(f"{here}/put-back/", people.putting_back(reach), name=f"put-back-{reach.value}-post"),
    ]
