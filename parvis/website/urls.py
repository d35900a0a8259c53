"""Public addresses below a language; the short ones are the home network's."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from parvis.website import views

app_name = "website"


def _in_every_network(
    route: str, view: Callable[..., HttpResponseBase], name: str
) -> list[URLPattern]:
    return [
        path(f"networks/<slug:network>/{route}", view, name=name),
        path(route, view, name=name),
    ]


urlpatterns = [
    *_in_every_network("", views.home, "home"),
    *_in_every_network("centres/", views.directory, "directory"),
    *_in_every_network("centres/<slug:centre>/", views.to_centre, "to-centre"),
    *_in_every_network("mobile/", views.mobile, "mobile"),
    *_in_every_network("bodies/", views.bodies, "bodies"),
    *_in_every_network("pages/<path:way>/", views.page, "page"),
    *_in_every_network("<slug:centre>/pages/<path:way>/", views.page, "page-of-centre"),
    # Last: the code of a centre stands where any other word could (kernel.addresses.RESERVED).
    *_in_every_network("<slug:centre>/", views.centre, "centre"),
]
