from django.urls import path

from kring.domains.policy import views

app_name = "policy"
urlpatterns = [path("agreements/", views.agreements, name="agreements")]
