from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "goldenthread.foundation.documents"
    label = "documents"
    verbose_name = "Documents"
