from django.apps import AppConfig


class DemoSigninConfig(AppConfig):
    name = "kring.pages.demo_signin"
    label = "pages_demo_signin"
