from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "kring.domains.policy"
    label = "policy"
