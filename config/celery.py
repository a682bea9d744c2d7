"""Background work: the database remembers what is due, the broker only makes it prompt."""

import os

import django
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.heartbeat import Heartbeat  # noqa: E402  likewise, of its settings
from config.schedule import install  # noqa: E402  the rooms must be loaded before their sweeps are read

app = Celery("baro", set_as_current=True)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    # Lost work comes back: a task is done when it has ended, not when it was handed over.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    result_backend=None,
    accept_content=["json"],
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 300,
        "unacked_restore_throttle": 1,
        "unacked_restore_interval": 2,
    },
    timezone="Asia/Seoul",
    worker_hijack_root_logger=False,
)
app.steps["worker"].add(Heartbeat)
install(app)
