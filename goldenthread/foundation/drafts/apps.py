from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "goldenthread.foundation.drafts"
    label = "drafts"
    verbose_name = "Drafts"
