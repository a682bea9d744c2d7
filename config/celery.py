"""Background work: the database remembers what is due, the broker only makes it prompt."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("baro")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    # Lost work comes back: a task is done when it has ended, not when it was handed over.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    result_backend=None,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 300,
        "unacked_restore_throttle": 1,
        "unacked_restore_interval": 2,
        "socket_connect_timeout": 0.2,  # an edge nudges for 0.2 s; the sweep is what counts
    },
    timezone="Asia/Seoul",
    worker_hijack_root_logger=False,
)
app.autodiscover_tasks()
