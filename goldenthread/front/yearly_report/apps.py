from django.apps import AppConfig


class YearlyReportConfig(AppConfig):
    name = "goldenthread.front.yearly_report"
    label = "yearly_report"
    verbose_name = "Yearly report"
