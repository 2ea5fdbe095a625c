from django.urls import path

from kring.pages.today import views

app_name = "today"
urlpatterns = [path("", views.today, name="today")]
