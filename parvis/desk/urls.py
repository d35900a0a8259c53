"""Addresses of the screens of a site: they carry no language.

Below /desk/ somebody is signed in; the others, /away/ that a tablet keeps without network among
them, know no cookie but a device's key.
"""

from django.urls import path

from parvis.desk.views import away, counsellor, duty, evening, front, kiosk, line, place, wall

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
    path("away/<int:site>/", away.desk, name="away"),
    path("away/<int:site>/pair/", away.pair, name="away-pair"),
    path("away/<int:site>/day/", away.day, name="away-day"),
    path("away/<int:site>/reserve/", away.reserve, name="away-reserve"),
    path("away/<int:site>/merge/", away.merge, name="away-merge"),
    path("away/<int:site>/here/", away.here, name="away-here"),
    path("away/<int:site>/worker.js", away.worker, name="away-worker"),
    path("away/<int:site>/app.webmanifest", away.manifest, name="away-manifest"),
    path("desk/", front.sites, name="sites"),
    path("desk/<int:pk>/", front.front, name="front"),
    path("desk/<int:pk>/line/", front.line, name="line"),
    path("desk/<int:pk>/last/", front.last, name="last"),
    path("desk/<int:pk>/stream/", front.stream, name="front-stream"),
    path("desk/<int:pk>/record/", front.record, name="record"),
    path("desk/<int:pk>/undo/", front.undo, name="undo"),
    path("desk/<int:pk>/details/", front.details, name="details"),
    path("desk/<int:pk>/move/", line.move, name="move"),
    path("desk/<int:pk>/duty/", duty.duty, name="duty"),
    path("desk/<int:pk>/duty/say/", duty.say, name="duty-say"),
    path("desk/<int:pk>/helped/", front.helped, name="helped"),
    path("desk/<int:pk>/paper/<uuid:ticket>/", front.paper, name="paper"),
    path("desk/<int:pk>/day/", evening.day, name="day"),
    path("desk/<int:pk>/day/<slug:date>/", evening.day, name="day-of"),
    path("desk/<int:pk>/day/<slug:date>/mend/", evening.mend, name="mend"),
    path("desk/<int:pk>/day/<slug:date>/sheet/", evening.sheet, name="sheet"),
    path("desk/<int:pk>/day/<slug:date>/close/", evening.close, name="close"),
    path("desk/<int:pk>/day/<slug:date>/amend/", evening.amend, name="amend"),
    path("desk/<int:pk>/counsellor/", counsellor.counsellor, name="counsellor"),
    path("desk/<int:pk>/counsellor/now/", counsellor.now, name="now"),
    path("desk/<int:pk>/counsellor/queue/", counsellor.queue, name="queue"),
    path("desk/<int:pk>/counsellor/stream/", counsellor.stream, name="counsellor-stream"),
    path("desk/<int:pk>/counsellor/sit/", counsellor.sit, name="sit"),
    path("desk/<int:pk>/counsellor/act/", counsellor.act, name="act"),
    path("desk/<int:pk>/counsellor/note/", counsellor.note, name="note"),
    path("queue/at/<int:site>/", place.whole, name="whole"),
    path("queue/at/<int:site>/stream/", place.whole_stream, name="whole-stream"),
    path("queue/<slug:address>/", place.place, name="place"),
    path("queue/<slug:address>/stream/", place.stream, name="place-stream"),
]
