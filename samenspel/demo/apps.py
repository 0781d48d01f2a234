"""The app `demo`."""

from django.apps import AppConfig


class Demo(AppConfig):
    """Demo: no tables of its own."""

    name = "samenspel.demo"
    label = "demo"
