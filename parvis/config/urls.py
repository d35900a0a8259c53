"""Every address, in the order in which they are tried: facts first, then the editors' pages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from parvis.opendata.views import api
from parvis.website import views as website

urlpatterns = [
    path("", website.languages, name="languages"),
    path("healthz", website.healthz, name="healthz"),
    path("readyz", website.readyz, name="readyz"),
    path("api/v1/", api.urls),
    path("office/pages/", include(wagtailadmin_urls)),
    path("office/", include("parvis.office.urls")),
    *i18n_patterns(
        path("", include("parvis.annualreport.urls")),
        path("", include("parvis.website.urls")),
    ),
]
