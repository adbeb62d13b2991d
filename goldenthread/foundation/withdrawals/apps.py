from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    name = "goldenthread.foundation.withdrawals"
    label = "withdrawals"
    verbose_name = "Withdrawals"
