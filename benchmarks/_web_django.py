"""The control's routes by Django: its models, form, templates, and threads.

python benchmarks/_web_django.py FOLDER PORT      serves until it is ended

One gunicorn worker with four threads, kept connections, SQLite in WAL with synchronous=FULL.
"""

import hashlib
import sys
from pathlib import Path
from typing import Any

import django
from django import forms
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

TOKEN, ROWS, DAYS, THREADS = "control", 30, 365, 4
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Diary</title></head>
<body><h1>Diary</h1><svg viewBox="0 0 330 112" role="img" aria-label="Pain by day">
<path d="M{{ line }}" fill="none" stroke="currentColor"/></svg>
<table><thead><tr><th>Day</th><th>Pain</th><th>Night</th><th>Stress</th><th>Mood</th></tr></thead>
<tbody>{% for e in rows %}<tr><td class="num">{{ e.day }}</td><td class="num">{{ e.pain }}</td>
<td class="num">{{ e.night }}</td><td class="num">{{ e.stress }}</td>
<td class="num">{{ e.mood }}</td></tr>{% endfor %}</tbody></table></body></html>"""


def configure(file: Path) -> None:
    """Settings as small as they go; one kept connection a thread, every commit flushed."""
    settings.configure(
        ALLOWED_HOSTS=["localhost"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": file,
                "CONN_MAX_AGE": None,
                "OPTIONS": {
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
                    "transaction_mode": "IMMEDIATE",
                },
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[],
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="of this benchmark only",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        USE_TZ=True,
    )
    django.setup()


def make() -> Any:
    """The two tables with a year of entries and one session, the routes, and the application."""

    class Session(models.Model):
        hash = models.CharField(max_length=64, primary_key=True)

        class Meta:
            app_label = "bare"

    class Entry(models.Model):
        day = models.IntegerField()
        pain = models.FloatField()
        night = models.FloatField()
        stress = models.FloatField()
        mood = models.FloatField()

        class Meta:
            app_label = "bare"

    class CheckIn(forms.Form):
        day = forms.IntegerField()
        pain = forms.FloatField(min_value=0, max_value=10)
        sleep_quality = forms.FloatField(min_value=0, max_value=10)
        stress = forms.FloatField(min_value=0, max_value=10)
        mood = forms.FloatField(min_value=0, max_value=10)

    with connection.schema_editor() as editor:
        editor.create_model(Session)
        editor.create_model(Entry)
    Session.objects.create(hash=_hash(TOKEN))
    Entry.objects.bulk_create(
        Entry(day=d, pain=d % 11, night=d % 7, stress=d % 5, mood=d % 9) for d in range(DAYS)
    )
    template = engines["django"].from_string(PAGE)

    def known(request: HttpRequest) -> bool:
        sent = _hash(request.COOKIES.get("session", ""))
        return Session.objects.filter(hash=sent).exists()

    def page(request: HttpRequest) -> HttpResponse:
        if not known(request):
            return HttpResponse(status=401)
        rows = list(Entry.objects.order_by("-day", "id")[:ROWS])
        line = "L".join(f"{10 * n} {100 - 9 * row.pain:.1f}" for n, row in enumerate(rows))
        return HttpResponse(template.render({"rows": rows, "line": line}, request))

    def form(request: HttpRequest) -> HttpResponse:
        from _web_form import DAYS, check_in_page  # what only this route needs

        if not known(request):
            return HttpResponse(status=401)
        rows = Entry.objects.order_by("-day", "id")[:DAYS]
        return HttpResponse(check_in_page([(row.day, True, True) for row in rows]))

    def write(request: HttpRequest) -> HttpResponse:
        if not known(request):
            return HttpResponse(status=401)
        sent = CheckIn(request.POST)
        if not sent.is_valid():
            return HttpResponse(status=422)
        given = sent.cleaned_data
        Entry.objects.create(day=given["day"], pain=given["pain"], night=given["sleep_quality"],
                             stress=given["stress"], mood=given["mood"])  # fmt: skip
        return HttpResponseRedirect("/page", status=303)

    urlpatterns.extend([path("page", page), path("checkin", form), path("write", write)])
    connection.close()
    return get_wsgi_application()


urlpatterns: list[Any] = []


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def main(folder: str, port: str) -> None:
    """Serve at a port of this machine, by one gunicorn worker."""
    from gunicorn.app.base import BaseApplication

    class Bare(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in (("bind", f"127.0.0.1:{port}"), ("workers", 1),
                                ("threads", THREADS), ("keepalive", 60)):  # fmt: skip
                self.cfg.set(name, value)

        def load(self) -> Any:
            configure(Path(folder) / "django.db")
            return make()

    Bare().run()


if __name__ == "__main__":
    main(*sys.argv[1:])
