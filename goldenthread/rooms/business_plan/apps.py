from django.apps import AppConfig


class BusinessPlanConfig(AppConfig):
    name = "goldenthread.rooms.business_plan"
    label = "business_plan"
    verbose_name = "Business plan"
