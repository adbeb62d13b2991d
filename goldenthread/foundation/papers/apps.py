from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "goldenthread.foundation.papers"
    label = "papers"
    verbose_name = "Papers"
