"""Superset for one test: its own folder, no browser."""

import os

SECRET_KEY = "of a test, and long enough to be taken"
SQLALCHEMY_DATABASE_URI = f"sqlite:///{os.environ['SUPERSET_HOME']}/superset.db"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
