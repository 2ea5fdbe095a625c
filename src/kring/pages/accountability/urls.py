from django.urls import path

from kring.pages.accountability import views

app_name = "accountability"
urlpatterns = [
    path("accountability/", views.promises, name="promises"),
    path("accountability/chapters/<str:number>/", views.chapter, name="chapter"),
    path("accountability/council/", views.council, name="council"),
    path("accountability/counts/", views.counts, name="counts"),
    path("accountability/norms/<str:norm_id>/", views.norm, name="norm"),
    path("accountability/rules/<str:name>/", views.rule, name="rule"),
    path("accountability/auditor/", views.auditor, name="auditor"),
    path("accountability/auditor/package/", views.package, name="package"),
]
