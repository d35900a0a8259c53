"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")

application = get_wsgi_application()

# What was loaded stays for the life of the worker: the collector need not walk it again at each
# page, nor stop a page that makes a few thousand short-lived rows.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
