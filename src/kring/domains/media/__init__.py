"""Pictures: ingest, faces, versions, serving, and what stands where.

Purpose: to show a picture only while every child in it may be seen there (norms OC-14 to OC-16, PL-07 to PL-11, BK-02, BK-03,
BK-11). Faces are found, never recognised; no template is stored. Nothing about consent is materialised: whether a picture
may be served is computed at each request from who may not be shown *now* (consent) and how the placing accounted for them.
Neighbours: consent, people, school (below); posts (above), which places pictures inside its own transaction.

For those above (posts calls these inside its own transaction; names are stable):
- `queries.placing.placing_facts(*, actor, school_id, group_id, asset_ids, channel, answer, asked, at, lock=False) -> rules.PlacingFacts`:
  `restricted` are the pupils of the group today (of the school when group_id is None) without a yes; lock=True locks the
  gates FOR SHARE in id order first; a face said to be a pupil of another group has that pupil's own standing.
- `queries.placing.pictures(*, board_id, asset_ids) -> {asset_id: PictureRow}`: state, size, faces, `is_dim` (faces may have
  been missed), `is_made` (False while a covering is still being burnt in), `problem_text` (why a file is no picture).
- `queries.sql.restricted_of(posts=)` + `pictures_of(post=)`: a common table and a scalar subselect that yield one JSON array per message of
  {"id", "width", "height", "state": "shown" | "checking", "place", "own"}; `own`: a guardian sees own children whom others do not. `queries.serving.rendition_for` decides for bytes.
- `actions.receive(*, actor, school_id, group_id, data, origin, at) -> asset_id` and the job "media.process". What is no picture
  is kept as unreadable, with its reason; nothing raises for one bad file among twelve.
- `actions.publish(*, actor, post_id, school_id, group_id, channel, asset_ids, facts, verdict, release_at, at) -> [ids]`:
  a Publication per picture on the version with exactly the covered faces covered (nobody is served it before it is made), and
  an Accounted row for every restricted pupil of the audience (covered when a covered face of that picture is said to be that
  pupil, else absent) and for every pupil that was pointed out. Raises `actions.placing.Changed` when a face changed since.
- `actions.end_of_post(*, actor, post_id, why, at)`: gone at this commit; the sweep "media.settle" erases what nobody needs.
- what waits: `queries.batches.count(actor=, at=)`; one's own device: `queries.accountability.own_device_copies(...)`, a school's:
  `open_device_copies(...)`; the counts for the page that accounts: `queries.accountability.accountability_counts(board_id=, at=)`.
- addresses: `media:asset` (asset_id, size), `media:publication` (publication_id, size), `media:faces` (asset_id, ?next=),
  `media:why` (publication_id), `media:checking`, `media:devices`. `{% include "media/_camera.html" with field="photos" %}` in a
  form with that file field takes photos inside the page.

After a yes is gone nothing is told to this domain: each request asks anew, and the sweep "media.recover" finds, by what holds now,
standing pictures in which the child was pointed out. They come back covered, or go (who withdrew wants it, or the child stands in
it alone). Where nobody was pointed out they wait on `media:checking` for who works with the group.
Once a picture is out, versions of it that nobody is shown are erased with their keys, the uncovered one first of all.
"""
