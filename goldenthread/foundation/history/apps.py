from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "goldenthread.foundation.history"
    label = "history"
    verbose_name = "History"

    def ready(self):
        from goldenthread.foundation import writing
        from goldenthread.foundation.history import operations

        writing.write_lines = operations.write_lines
