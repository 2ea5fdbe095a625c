from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kring.domains.accounts"
    label = "accounts"
