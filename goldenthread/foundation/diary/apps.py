from django.apps import AppConfig


class DiaryConfig(AppConfig):
    name = "goldenthread.foundation.diary"
    label = "diary"
    verbose_name = "Clocks and rules"
