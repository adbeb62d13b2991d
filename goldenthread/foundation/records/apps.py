from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "goldenthread.foundation.records"
    label = "records"
    verbose_name = "Record files"

    def ready(self):
        from goldenthread.foundation.records import checks  # noqa: F401
