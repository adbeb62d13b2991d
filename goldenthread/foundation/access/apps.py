from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "goldenthread.foundation.access"
    label = "access"
    verbose_name = "Access"

    def ready(self):
        from goldenthread.foundation.access import checks  # noqa: F401
