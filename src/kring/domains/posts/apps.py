from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "kring.domains.posts"
    label = "posts"
