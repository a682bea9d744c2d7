"""How gunicorn serves the page; it reads this module's names as its settings (``--config python:config.web``)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from config import env
from config.process import METRICS_FOLDER
from core import logs

worker_class = "config.answers.WholeAnswers"
preload_app = True  # loaded once, then forked: half the time and memory
timeout = 60  # seconds before a process that hangs is replaced
control_socket_disable = True

_given = env.read(os.environ)
logconfig_dict = logs.configuration(style=_given.log_style, level="INFO", process=_given.process)
logconfig_dict["loggers"]["gunicorn.error"] = {"handlers": [], "propagate": True, "level": "INFO"}

_figures = os.environ.get(METRICS_FOLDER)
if _figures:  # of the processes that served before; these begin at nought
    shutil.rmtree(_figures, ignore_errors=True)
    Path(_figures).mkdir(parents=True)
