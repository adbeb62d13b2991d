from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "goldenthread.foundation.ui"
    label = "ui"
    verbose_name = "Pages"

    def ready(self):
        from goldenthread.foundation import searching as searching  # lists are searched in the database by its lookup
