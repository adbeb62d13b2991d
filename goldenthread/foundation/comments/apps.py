from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "goldenthread.foundation.comments"
    label = "comments"
    verbose_name = "Comments and questions"
