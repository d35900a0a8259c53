"""Addresses of the screens of a site: they carry no language, and no cookie but a device's key."""

from django.urls import path

from parvis.desk.views import kiosk, place, wall

app_name = "desk"
urlpatterns = [
    path("display/<int:site>/", wall.display, name="display"),
    path("display/<int:site>/board/", wall.board, name="board"),
    path("display/<int:site>/stream/", wall.stream, name="display-stream"),
    path("display/<int:site>/here/", wall.here, name="display-here"),
    path("display/<int:site>/worker.js", wall.worker, name="display-worker"),
    path("display/<int:site>/voices/<slug:language>/<slug:name>.mp3", wall.voice, name="voice"),
    path("kiosk/<int:site>/", kiosk.welcome, name="kiosk"),
    path("kiosk/<int:site>/tiles/", kiosk.tiles, name="tiles"),
    path("kiosk/<int:site>/stream/", kiosk.stream, name="kiosk-stream"),
    path("kiosk/<int:site>/here/", kiosk.here, name="kiosk-here"),
    path("kiosk/<int:site>/worker.js", kiosk.worker, name="kiosk-worker"),
    path("kiosk/<int:site>/help/", kiosk.help_asked, name="help"),
    path("kiosk/<int:site>/pole/<int:pole>/", kiosk.pole, name="pole"),
    path("kiosk/<int:site>/ticket/<slug:address>/", kiosk.ticket, name="ticket"),
    path(
        "kiosk/<int:site>/voices/<slug:language>/<slug:name>.mp3", kiosk.voice, name="kiosk-voice"
    ),
    path("queue/<slug:address>/", place.place, name="place"),
    path("queue/<slug:address>/stream/", place.stream, name="place-stream"),
]
