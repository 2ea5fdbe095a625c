"""What a message being written looks like, and the one decision about placing it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from kring.domains.consent.queries import gates, standing
from kring.domains.consent.terms import Channel, Purpose
from kring.domains.media import rules as media_rules
from kring.domains.media.queries import placing as media
from kring.domains.people import queries as people
from kring.domains.policy import queries as policy
from kring.domains.policy.rules import InForceFacts, must_have_adopted
from kring.domains.posts.models import Draft, DraftPhoto
from kring.domains.posts.queries import facts
from kring.domains.posts.queries.feed import open_words
from kring.domains.posts.rules import PlaceFacts, may_place_post
from kring.domains.posts.terms import Words
from kring.domains.writing.rules import NamedPupil, NamesFacts, may_name, names_in
from kring.domains.writing.terms import FoundName, KnownName
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.sealing import Ring
from kring.norms import Verdict, all_of, record


@dataclass(frozen=True)
class Decided:
    """Every fact that placing this draft was decided on, and the joined verdict."""

    place: PlaceFacts
    in_force: InForceFacts
    names: NamesFacts
    pictures: media_rules.PlacingFacts | None
    verdicts: tuple[Verdict, ...]
    words: Words

    @property
    def verdict(self) -> Verdict:
        return all_of(*self.verdicts)

    def kept(self, at: datetime) -> list[dict]:
        """Return the decisions in the form in which they are kept and replayed."""
        pairs = [(may_place_post, self.place), (must_have_adopted, self.in_force), (may_name, self.names)]
        if self.pictures is not None:
            pairs.append((media_rules.may_place_pictures, self.pictures))
        made = (record(rule, known, verdict, at) for (rule, known), verdict in zip(pairs, self.verdicts, strict=True))
        return [asdict(one) | {"at": one.at.isoformat()} for one in made]


def channel_of(group_id: UUID | None) -> Channel:
    """Return the channel that a message stands in."""
    return Channel.CLOSED_GROUP if group_id else Channel.CLOSED_SCHOOL


def place_of(draft: Draft) -> standing.Place:
    """Return the place for which children in a draft's pictures need a yes."""
    return standing.Place(school_id=draft.school_id, purpose=Purpose.PICTURE_WITH_OTHERS, channel=channel_of(draft.group_id))


def words_of(*, draft: Draft, ring: Ring) -> Words:
    """Return the words of a draft as they are now."""
    return open_words(ring, "posts_draft", draft.id, draft.text) if draft.text else Words("", "")


def photos_of(*, draft: Draft, with_left_out: bool = False) -> list[UUID]:
    """Return the pictures of a draft in their order, as asset ids."""
    rows = DraftPhoto.objects.filter(board_id=draft.board_id, draft_id=draft.id)
    if not with_left_out:
        rows = rows.filter(left_out_at=None)
    return list(rows.order_by("place", "id").values_list("asset_id", flat=True))


def decide(*, actor: Actor, draft: Draft, at: datetime, lock: bool = False) -> Decided:
    """Decide whether this draft may be placed now; with `lock` on locked gates, for inside the act."""
    on, ring = clock.today(at), Ring(actor.board_id)
    words, assets = words_of(draft=draft, ring=ring), photos_of(draft=draft)
    hits = _names_hit(actor=actor, draft=draft, words=words, on=on, ring=ring)
    if lock:
        _lock(actor=actor, draft=draft, named=[h.pupil_id for h in hits], on=on)
    place = facts.place_facts(actor=actor, group_id=draft.group_id, has_content=bool(assets or words.body or words.title),
                              on=on)
    in_force = policy.in_force_facts(board_id=actor.board_id, school_id=draft.school_id)
    names = _names_facts(actor=actor, draft=draft, hits=hits, on=on)
    pictures = media.placing_facts(
        actor=actor, school_id=draft.school_id, group_id=draft.group_id, asset_ids=assets,
        channel=channel_of(draft.group_id), answer=draft.answer, asked=draft.asked, at=at, lock=lock,
        since=draft.created_at,
    ) if assets else None
    verdicts = [may_place_post(place), must_have_adopted(in_force), may_name(names)]
    if pictures is not None:
        verdicts.append(media_rules.may_place_pictures(pictures))
    return Decided(place=place, in_force=in_force, names=names, pictures=pictures, verdicts=tuple(verdicts), words=words)


def _lock(*, actor: Actor, draft: Draft, named: list[UUID], on: date) -> None:
    """Lock every gate that this decision reads, in one statement and in id order, so that two acts never wait in a ring."""
    where = {"group_ids": [draft.group_id]} if draft.group_id else {"school_id": draft.school_id}
    pupils = {e.pupil_id for e in people.enrolments(board_id=actor.board_id, on=on, **where)}
    gates.lock_shared(board_id=actor.board_id, pupil_ids=pupils | set(named))


def _names_hit(*, actor: Actor, draft: Draft, words: Words, on: date, ring: Ring) -> tuple[FoundName, ...]:
    text = f"{words.title}\n{words.body}"
    if not text.strip():
        return ()
    pupils = {e.pupil_id for e in people.enrolments(board_id=actor.board_id, on=on, school_id=draft.school_id)}
    known = people.names(board_id=actor.board_id, person_ids=pupils, ring=ring)
    return names_in(text, tuple(KnownName(i, n.given, n.family) for i, n in known.items()))


def _names_facts(*, actor: Actor, draft: Draft, hits: tuple[FoundName, ...], on: date) -> NamesFacts:
    """Return which pupils the words name, and whether each has a yes for names where the message will stand."""
    place = standing.Place(school_id=draft.school_id, purpose=Purpose.NAME, channel=channel_of(draft.group_id))
    without = standing.restricted_pupils(board_id=actor.board_id, place=place, on=on,
                                         pupil_ids=[h.pupil_id for h in hits]) if hits else set()
    return NamesFacts(on=on, named=tuple(
        NamedPupil(h.pupil_id, h.word, has_yes=h.pupil_id not in without, certain=h.certain,
                   said_word=str(h.pupil_id) in draft.words)
        for h in hits
    ))
