"""Every address, in the order in which they are tried: facts first, then the editors' pages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from parvis.accounts.views import signing as accounts
from parvis.opendata.views import api
from parvis.partners import urls as partners
from parvis.partners import views as duty
from parvis.programme import urls as programme
from parvis.ui import views as ui
from parvis.website import urls as website_urls
from parvis.website import views as website

urlpatterns = [
    path("", website.languages, name="languages"),
    path("healthz", website.healthz, name="healthz"),
    path("readyz", website.readyz, name="readyz"),
    path("api/v1/", api.urls),
    path("ui/", ui.threshold, name="gallery"),
    path("duty/<str:key>.ics", duty.calendar, name="duty-calendar"),
    path("pictures/", include("wagtail.images.urls")),
    path("office/writing/", website.writing, name="writing"),
    # Before Wagtail's own, which would go round our sign-in.
    path("office/pages/account/", website.to_account, name="to-account"),
    path("office/pages/logout/", accounts.sign_out, name="sign-out"),
    path("office/pages/", include(wagtailadmin_urls)),
    path("office/oidc/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("office/charter/", include("parvis.charter.urls")),
    path("office/mail/", include("parvis.mailing.urls")),
    path("office/devices/", include("parvis.devices.urls")),
    path("office/partners/", include("parvis.partners.urls")),
    path("office/programme/", include("parvis.programme.urls")),
    path("office/", include("parvis.ledgers.urls")),
    path("office/network/", include("parvis.network.urls")),
    path("office/", include("parvis.office.urls")),
    path("", include("parvis.desk.urls")),
    *i18n_patterns(
        path("ui/", include("parvis.ui.urls")),
        path("duty/", include(partners.links)),
        path("propose/", include(programme.propose)),
        path("stand/", include(programme.stand)),
        path("", include("parvis.annualreport.urls")),
        path("", include("parvis.website.urls")),
    ),
    path("", include((website_urls.calendars, "calendars"))),
]
