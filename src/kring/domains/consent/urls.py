from django.urls import path

from kring.domains.consent.views import check, group, office, own

app_name = "consent"
urlpatterns = [
    path("consents/", own.overview, name="overview"),
    path("consents/check/", check.check, name="check"),
    path("consents/groups/", group.groups, name="groups"),
    path("consents/groups/<uuid:group_id>/", group.group, name="group"),
    path("consents/objections/<uuid:objection_id>/end/", group.lift, name="lift"),
    path("consents/forms/", office.paper, name="paper"),
    path("consents/forms/<uuid:pupil_id>/", office.paper_form, name="paper_form"),
    path("consents/questions/", office.question_list, name="questions"),
    path("consents/questions/ready/", office.adopt_ready, name="adopt_ready"),
    path("consents/questions/<slug:purpose>/<slug:channel>/", office.question, name="question"),
    path("consents/<uuid:pupil_id>/", own.child, name="child"),
    path("consents/<uuid:pupil_id>/objection/", group.object_, name="object"),
    path("consents/<uuid:pupil_id>/receipt/", own.receipt, name="receipt"),
    path("consents/<uuid:pupil_id>/withdrawn/", own.withdrawn, name="withdrawn"),
    path("consents/<uuid:pupil_id>/withdrawn/<uuid:decision_id>/", own.choose_aftercare, name="aftercare"),
]
