from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "goldenthread.front.overview"
    label = "overview"
    verbose_name = "Today"
