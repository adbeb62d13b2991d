from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "goldenthread.foundation.organisations"
    label = "organisations"
    verbose_name = "Who we are"
