from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "goldenthread.foundation.drafts"
    label = "drafts"
    verbose_name = "Drafts"

    def ready(self):
        from goldenthread.foundation import writing
        from goldenthread.foundation.drafts import sent_once

        writing.once = sent_once.once
