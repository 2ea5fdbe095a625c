from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "kring.ground.keys"
    label = "keys"
