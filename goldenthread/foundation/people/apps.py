from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "goldenthread.foundation.people"
    label = "people"
    verbose_name = "People"
