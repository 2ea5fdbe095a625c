from django.urls import path

from kring.domains.posts.views import reading, writing

app_name = "posts"
urlpatterns = [
    path("messages/", reading.messages_page, name="feed"),
    path("messages/new/", writing.new, name="new"),
    path("messages/<uuid:post_id>/", reading.message_page, name="post"),
    path("messages/<uuid:post_id>/photos/<uuid:publication_id>/", reading.photo_page, name="photo"),
    path("messages/<uuid:post_id>/recall/", writing.recall, name="recall"),
    path("drafts/<uuid:draft_id>/", writing.draft, name="draft"),
]
