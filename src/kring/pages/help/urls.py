from django.urls import path

from kring.pages.help import views

app_name = "help"
urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("help/operator/", views.operator_page, name="operator"),
]
