from django.apps import AppConfig


class DatasetConfig(AppConfig):
    name = "goldenthread.rooms.dataset"
    label = "dataset"
    verbose_name = "Figures"
