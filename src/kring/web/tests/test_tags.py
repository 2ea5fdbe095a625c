"""Each tag draws what its name says, escapes what people wrote, and says its state in words."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template

from kring.norms import Reason, Remedy, allow, ask, refuse
from kring.web import assets
from kring.web.frame import Frame, PlaceLink
from kring.web.templatetags import kring as library
from kring.web.verdicts import Way

NOW = datetime(2026, 11, 17, 12, 45, tzinfo=UTC)
EVIL = '<b onclick="x">&'
SAFE = "&lt;b onclick=&quot;x&quot;&gt;&amp;"
PICTURE = SimpleNamespace(src="/p/1.jpg", alt="Kinderen in het bos", width=640, height=480)


def draw(source, **values):
    html = Template("{% load i18n kring %}" + source).render(Context(values))
    return re.sub(r"\s+", " ", html).strip()


def field_of(field, data=None, **kwargs):
    form = type("SomeForm", (forms.Form,), {"some": field})(data, **kwargs)
    return form


def test_every_tag_says_in_one_line_what_it_shows():
    for name, tag in library.register.tags.items():
        doc = (tag.__wrapped__ if hasattr(tag, "__wrapped__") else tag).__doc__
        assert doc and "\n" not in doc.strip(), name


# ── signs ────────────────────────────────────────────────────────────────────


def test_an_icon_beside_a_word_is_silent_and_alone_it_speaks():
    assert draw('{% icon "camera" %}').startswith('<svg class="icon" aria-hidden="true"><use href="/static/web/img/icons')
    assert 'role="img" aria-label="Sluit"' in draw('{% icon "cross" label="Sluit" %}')
    assert 'class="icon icon--s icon--turn"' in draw('{% icon "back" size="s" turn=True %}')


@pytest.mark.parametrize(("sign", "outcome"), [("may", "allow"), ("ask", "ask"), ("not", "refuse")])
def test_a_ring_takes_the_sign_or_the_outcome(sign, outcome):
    assert draw("{% ring s %}", s=sign) == draw("{% ring s %}", s=outcome)
    assert f'data-verdict="{outcome}"' in draw("{% ring s %}", s=sign)


def test_the_three_rings_differ_in_shape_and_not_in_colour_alone():
    shapes = {re.sub(r'data-verdict="\w+"', "", draw("{% ring s %}", s=sign)) for sign in ("may", "ask", "not")}
    assert len(shapes) == 3


def test_seats_count_the_taken_ones():
    html = draw("{% seats 3 5 %}")
    assert html.count("<circle") == 5 and html.count("seats__taken") == 3
    assert 'aria-label="3 van 5"' in html and ">3</text>" in html
    assert 'aria-label="Groep 4, 28 kinderen"' in draw('{% seats 28 28 text="4" label="Groep 4, 28 kinderen" %}')


def test_too_many_seats_are_an_arc():
    html = draw("{% seats 260 412 %}")
    assert html.count("<circle") == 1 and "seats__arc" in html


@pytest.mark.parametrize(("left", "state"), [(28, "ok"), (7, "soon"), (0, "soon"), (-1, "late")])
def test_a_term_has_its_state_from_the_days_left(left, state):
    assert f'data-state="{state}"' in draw('{% term left=left total=28 text="x" %}', left=left)


def test_a_badge_that_asks_has_the_open_ring():
    assert 'data-verdict="ask"' in draw('{% badge "wacht" tone="ask" %}')
    assert "<svg" not in draw('{% badge "nieuw" tone="new" %}')
    assert SAFE.replace("&quot;", "&quot;") in draw("{% badge t %}", t=EVIL)


@pytest.mark.parametrize(
    ("form", "text"),
    [("full", "di 17 november, 13:45"), ("short", "di 13:45"), ("time", "13:45"), ("day", "dinsdag 17 november"), ("date", "17 november 2026")],
)
def test_a_moment_is_said_in_school_time(form, text):
    assert draw("{% when at form %}", at=NOW, form=form) == f'<time datetime="2026-11-17T12:45:00+00:00"><bdi>{text}</bdi></time>'


def test_near_needs_a_now():
    assert "gisteren" in draw('{% when at "near" now=now %}', at=NOW - timedelta(days=1), now=NOW)
    with pytest.raises(ValueError, match="near needs"):
        draw('{% when at "near" %}', at=NOW)


def test_own_words_keep_language_and_direction():
    assert draw('{% own t lang="ar" %}', t=EVIL) == f'<bdi lang="ar">{SAFE}</bdi>'
    assert draw("{% own t %}", t="Gym") == "<bdi>Gym</bdi>"


# ── answers ──────────────────────────────────────────────────────────────────

COVER = Remedy("cover", "Cover {name}", {"name": "Ali"}, loss=0)
CROP = Remedy("crop", "Cut {name} off", {"name": "Ali"}, loss=1)
NO = refuse(Reason("no-yes", "OC-16", "For {name} there is no yes there.", {"name": "Ali"}, (CROP, COVER)), Reason("own-device", "OC-12", "Second reason."))


def test_a_refusal_shows_title_all_reasons_remedies_and_norms():
    html = draw('{% verdict v title="Deze foto mag niet." ways=ways %}', v=NO, ways={"cover": Way(url="/cover/", icon="cover")})
    assert 'data-verdict="refuse"' in html and "Mag niet" in html
    assert '<h2 class="verdict__say">Deze foto mag niet.</h2>' in html
    assert "Voor Ali is daar geen ja." in html and "Second reason." in html
    assert html.index("Dek Ali af") < html.index("Snijd Ali eraf")
    assert '<a class="remedy remedy--first" href="/cover/">' in html and "remedy--told" in html
    assert "OC-16" in html and "OC-12" in html and " en " in html


def test_without_a_title_the_first_reason_is_the_title():
    html = draw("{% verdict v level=3 %}", v=NO)
    assert '<h3 class="verdict__say">Voor Ali is daar geen ja.</h3>' in html
    assert html.count("Voor Ali is daar geen ja.") == 1


def test_what_may_has_its_ground_and_no_way_on():
    html = draw('{% verdict v title="Mag." form="bar" %}', v=allow(Reason("yes", "OC-14", "Whoever has no yes is covered.")))
    assert "verdict--bar" in html and 'data-verdict="allow"' in html and "Wie geen ja heeft, is afgedekt." in html
    assert "remedies" not in html and "Wie beslist" not in html


def test_what_a_person_decides_names_that_person_and_holds_the_question():
    html = draw(
        '{% verdict_with v title="Past dit?" word="Eén vraag" %}<p class="mine">Ja of nee</p>{% endverdict_with %}',
        v=ask(Reason("politics", "OC-21", "x"), decider="director"),
    )
    assert "Eén vraag" in html and "<b>de directeur</b>" in html
    assert html.index("de directeur") < html.index('<p class="mine">') < html.index("OC-21")


def test_a_norm_leads_to_its_explanation_where_there_is_one(settings):
    settings.KRING_NORM_URL_NAME = "web:nowhere"
    assert "<a " not in draw("{% verdict v %}", v=NO)


def test_the_sentence_of_a_reason_is_escaped():
    assert draw("{{ r|said }}", r=Reason("x", "OC-16", "For {name} there is no yes there.", {"name": EVIL})) == f"Voor {SAFE} is daar geen ja."


def test_a_notice_has_a_tone_and_a_sign():
    html = draw('{% notice title="Nog 3 twijfels" tone="ask" %}<p>Kies eerst.</p>{% endnotice %}')
    assert 'data-tone="ask"' in html and "#i-warn" in html and "<p>Kies eerst.</p>" in html
    assert '<h2 class="notice__title">Let op</h2>' in draw('{% notice title="Let op" level=2 %}{% endnotice %}')


def test_a_message_is_a_notice_and_an_offer_to_undo_is_not():
    assert 'data-tone="may"' in draw("{% message_of m %}", m=Message(constants.SUCCESS, "Bewaard"))
    assert draw("{% message_of m %}", m=Message(60, '{"title": "a", "text": "b", "url": "/u/", "until": "2026-11-17T12:45:20+00:00"}')) == ""


def test_a_toast_is_a_form_that_works_without_script():
    html = draw('{% toast "Gaat zo weg" "naar 26 gezinnen" "/undo/" until now %}', until=NOW + timedelta(seconds=26), now=NOW)
    assert '<form class="toast" method="post" action="/undo/"' in html
    assert 'stroke-dasharray="26 30"' in html and "nog 26 seconden" in html and "Haal terug" in html and 'name="form_key"' in html


def test_a_toast_that_is_over_is_gone():
    assert draw('{% toast "a" "b" "/undo/" until now %}', until=NOW, now=NOW) == ""


def test_a_question_is_a_window_or_a_page():
    source = '{% dialog "erase" title="Wissen?" yes="Ja, wis" no="Nee" url="/erase/" danger=True here=here back="/photo/" %}<p>Voor niemand.</p>{% enddialog %}'
    window, page = draw(source, here=False), draw(source, here=True)
    assert '<dialog class="dialog" id="erase" aria-labelledby="erase-title">' in window and "data-close" in window
    assert "button--danger-sure" in window and "<p>Voor niemand.</p>" in window
    assert "<dialog" not in page and 'href="/photo/"' in page and 'action="/erase/"' in page


# ── people ───────────────────────────────────────────────────────────────────


def test_children_are_round_and_adults_a_sheet():
    assert draw('{% avatar "Noor" %}') .startswith('<span class="avatar" data-card=')
    assert 'class="avatar avatar--adult avatar--l"' in draw('{% avatar "Farida Amrani" adult=True size="l" %}')
    assert ">FA</span>" in draw('{% avatar "Farida Amrani" adult=True %}')


def test_the_card_follows_the_person_and_not_the_name():
    one = UUID(int=7)
    assert draw('{% avatar "Noor" id=i %}', i=one)[:40] == draw('{% avatar "Sem" id=i %}', i=one)[:40]


def test_a_person_is_a_link_a_button_a_tick_or_a_name():
    assert draw('{% person "Noor" url="/n/" current=True %}').startswith('<a class="person" href="/n/" aria-current="true">')
    assert '<button class="person" name="child" value="7" aria-pressed="true">' in draw('{% person "Noor" field="child" value=7 chosen=True %}')
    assert '<input class="hidden" type="checkbox" name="child" value="7" checked>' in draw('{% person "Noor" field="child" value=7 pick="checkbox" chosen=True %}')
    assert "person--plain" in draw('{% person "Noor" note="groep 4" %}')
    assert SAFE in draw("{% person n %}", n=EVIL)


def test_who_has_a_second_line():
    assert "intern begeleider" in draw('{% who "Petra Willems" adult=True note="intern begeleider" %}')


# ── the margin line ──────────────────────────────────────────────────────────


def test_a_line_takes_a_text_a_moment_or_a_ring():
    assert '<li class="line" data-state="now"><div class="line__when">08:30</div>' in draw('{% line "08:30" state="now" %}<p>Gym</p>{% endline %}')
    assert "<bdi>di 13:45</bdi>" in draw("{% line at=at %}x{% endline %}", at=NOW)
    assert "<bdi>13:45</bdi>" in draw("{% line at=at now=at %}x{% endline %}", at=NOW)
    assert 'data-verdict="allow"' in draw('{% line ring="may" %}x{% endline %}')
    assert f'<div class="line__when">{SAFE}</div>' in draw("{% line t %}x{% endline %}", t=EVIL)


def test_a_ruled_page_has_one_list_and_a_talk_has_days():
    assert draw('{% ruled label="Bewijs" %}<li>x</li>{% endruled %}') == '<section class="ruled" aria-label="Bewijs"> <ul><li>x</li></ul> </section>'
    talk = draw('{% ruled label="Gesprek" talk=True %}{% day "vandaag" %}<ul></ul>{% endruled %}')
    assert '<section class="ruled talk"' in talk and '<h2 class="talk__day">vandaag</h2> <ul></ul>' in talk


def test_a_chain_numbers_its_steps():
    html = draw("{% chain rows %}", rows=[("Wat er staat", "tekst"), ("De regel", EVIL)])
    assert ">1</span>" in html and ">2</span>" in html and SAFE in html


def test_steps_say_where_one_is():
    html = draw('{% steps 2 4 next="vertellen" %}')
    assert "Stap 2 van 4" in html and "hierna: vertellen" in html
    assert re.findall(r'data-state="(\w+)"', html) == ["done", "now", "next", "next"]


# ── layout ───────────────────────────────────────────────────────────────────

FRAME = Frame("Het Hoefblad", "ouder", "/caps/", False, True, "/", (PlaceLink("/", "today", "Vandaag", 0, True, "Vandaag"), PlaceLink("/m/", "message", "Berichten", 2, False, "Berichten")))


def test_the_home_bar_has_school_and_cap_and_the_other_a_way_back():
    home, back = draw("{% bar_home %}", frame=FRAME), draw('{% bar_back title="Toestemming" url="/x/" %}', frame=FRAME)
    assert "Het Hoefblad" in home and '<a class="cap" href="/caps/">' in home and "bar--home" in home
    assert '<h1 class="bar__title">Toestemming</h1>' in back and 'href="/x/" aria-label="Terug"' in back
    assert "<h1" not in draw('{% bar_back title="T" url="/x/" heading=False %}', frame=FRAME)


def test_places_are_the_same_on_phone_and_desk():
    phone, desk = draw('{% places "tabbar" %}', frame=FRAME), draw('{% places "rail" %}', frame=FRAME)
    for html in (phone, desk):
        assert html.count("<a ") == 2 and html.count('aria-current="page"') == 1 and '2<span class="hidden"> nieuw</span>' in html


def test_heads_have_the_level_that_fits():
    assert draw('{% page_head title="Goedemorgen" over="dinsdag" lead="x" %}').count("<h1") == 1
    assert '<h2 class="h-page">' in draw('{% page_head title="Waar?" level=2 %}')
    assert '<h2>Nieuw</h2><a class="small" href="/all/">Alles</a>' in draw('{% section_name "Nieuw" link="Alles" url="/all/" %}')


def test_a_button_a_link_and_a_button_that_is_off():
    assert draw('{% button "Plaats" wide=True name="act" value="place" form="f" %}') == '<button class="button button--wide" name="act" value="place" form="f">Plaats</button>'
    assert draw('{% button "Kies" kind="second" url="/k/" dialog="d" %}') == '<a class="button button--second" href="/k/" data-dialog="d">Kies</a>'
    off = draw('{% button "Plaats" off="Beantwoord eerst de vraag." off_url="/v/" off_link="Naar de vraag" url="/p/" %}')
    described = re.search(r'aria-describedby="([\w-]+)"', off)[1]
    assert 'type="button" aria-disabled="true"' in off and f'<p class="why-off" id="{described}">' in off and 'href="/v/"' in off
    assert 'aria-label="Meld ziek: Yara"' in draw('{% button "Meld ziek" about="Yara" %}')


def test_round_and_post_buttons():
    assert 'aria-label="Stuur"' in draw('{% round_button "send" "Stuur" %}')
    form = draw('{% post_button "Trek in" url="/w/" kind="second" fields=f %}', f={"child": EVIL}, csrf_token="tok")  # noqa: S106
    assert 'action="/w/"' in form and 'value="tok"' in form and SAFE in form and 'name="form_key"' in form


def test_each_form_has_a_key_of_its_own():
    first, second = draw("{% form_key %}"), draw("{% form_key %}")
    assert first != second and UUID(re.search(r'value="([^"]+)"', first)[1])


def test_tabs_and_pages():
    html = draw('{% tabs rows label="Groepen" %}', rows=[("Groep 4", "/4/", True), ("Groep 7", "/7/", False)])
    assert html.count('aria-current="page"') == 1 and 'aria-label="Groepen"' in html
    assert draw('{% pages_nav older="/o/" %}').count("<a ") == 1 and draw("{% pages_nav %}") == ""


@pytest.mark.parametrize("name", ["circle", "page", "cloud"])
def test_pictures_are_drawn_and_silent_unless_they_say_something(name):
    assert 'aria-hidden="true"' in draw("{% picture n %}", n=name)
    assert 'role="img" aria-label="Een kring"' in draw('{% picture n label="Een kring" %}', n=name)


def test_an_empty_list_says_when_something_comes():
    html = draw('{% empty title="Nog geen foto’s" %}<p>Meestal op vrijdag.</p>{% endempty %}')
    assert "<h2>Nog geen foto’s</h2>" in html and "Meestal op vrijdag." in html and "<svg" in html


def test_mark_and_floor_are_decoration():
    assert draw("{% mark %}").count('class="mark__one"') == 2 and 'aria-hidden="true"' in draw("{% floor %}")


# ── lists ────────────────────────────────────────────────────────────────────


def test_a_table_names_its_rows_and_numbers():
    html = draw("{% table head=h rows=r title='Eerst kijken' %}", h=[("Wie", "who"), "Wat", ("Regel", "num"), ("Stand", "hidden")], r=[["Danylo", EVIL, "118", "x"]])
    assert '<th scope="row">Danylo</th>' in html and SAFE in html
    assert '<td class="num" data-name="regel">118</td>' in html and '<span class="hidden">Stand</span>' in html
    assert 'aria-label="Eerst kijken"' in html and html.count('scope="col"') == 4


def test_a_table_of_nothing_says_so_and_a_crooked_row_is_a_fault():
    assert "<table" not in draw("{% table head=h rows=r empty='Niets te doen.' %}", h=["A"], r=[])
    with pytest.raises(ValueError, match="zip"):
        draw("{% table head=h rows=r %}", h=["A", "B"], r=[["1"]])


def test_facts_figures_changes_and_progress():
    assert "<dt>Door</dt><dd>Hanneke</dd>" in draw("{% facts r %}", r=[("Door", "Hanneke")])
    assert '<b>9</b><a href="/u/">komen erbij</a>' in draw('{% figure 9 "komen erbij" url="/u/" %}')
    assert draw('{% change old="3 maanden" new="6 weken" %}').index("Nu") < draw('{% change old="3 maanden" new="6 weken" %}').index("Straks")
    assert '<progress value="7" max="12">' in draw('{% progress 7 12 text="7 van 12" %}')
    assert "#i-bag" in draw('{% bring "laarzen" %}')


# ── photos ───────────────────────────────────────────────────────────────────


def test_a_photo_has_its_text_and_size_and_waits_below_the_fold():
    assert draw("{% photo p %}", p=PICTURE) == '<span class="photo"><img src="/p/1.jpg" alt="Kinderen in het bos" width="640" height="480" decoding="async" loading="lazy"></span>'
    assert "loading" not in draw("{% photo p eager=True %}", p=PICTURE)
    assert 'data-verdict="refuse"' in draw('{% photo p sign="not" url="/x/" %}', p=PICTURE)


@pytest.mark.parametrize(("count", "total", "shown", "more"), [(0, 0, 0, None), (1, 0, 1, None), (2, 0, 2, None), (3, 3, 3, None), (4, 0, 4, None), (4, 12, 4, "+9"), (7, 0, 4, "+4")])
def test_a_grid_shows_four_and_says_how_many_follow(count, total, shown, more):
    html = draw("{% photo_grid rows total=total %}", rows=[PICTURE] * count, total=total)
    assert html.count("<img") == shown
    assert re.findall(r"\+\d+", html) == ([more] if more else [])
    assert ("photo-grid--two" in html) == (shown == 2)


def test_a_photo_being_checked_says_when():
    assert "Morgen weer te zien." in draw('{% photo_none "Wordt nagekeken." more="Morgen weer te zien." %}')


def face(state, name="", url=""):
    return SimpleNamespace(number=3, state=state, name=name, url=url, x=1000, y=800, width=200, height=260)


def test_faces_are_drawn_in_one_size_whatever_the_picture():
    html = draw("{% faces rows width=4000 height=3000 %}", rows=[face("unknown")])
    assert 'viewBox="0 0 600 450"' in html and 'cx="165" cy="140" r="26"' in html


@pytest.mark.parametrize(("state", "words"), [("unknown", "Nog niet aangewezen"), ("may", "Mag op de foto"), ("not", "Mag niet op de foto"), ("adult", "Volwassene"), ("covered", "Afgedekt")])
def test_a_face_says_its_state(state, words):
    assert f'aria-label="3: Noor: {words}"' in draw("{% faces rows width=4000 height=3000 %}", rows=[face(state, "Noor")])


def test_faces_differ_in_shape():
    drawn = {state: draw("{% faces rows width=4000 height=3000 %}", rows=[face(state)]) for state in ("unknown", "adult", "covered")}
    assert "<rect class=\"face__ring\"" in drawn["adult"] and "face__fill" in drawn["covered"] and "face__fill" not in drawn["unknown"]


def test_faces_are_links_buttons_or_only_a_picture():
    assert '<a class="face"' in draw("{% faces rows width=4000 height=3000 %}", rows=[face("may", url="/f/3/")])
    assert 'tabindex="0" role="button"' in draw("{% faces rows width=4000 height=3000 pick=True %}", rows=[face("may")])
    assert 'role="img"' in draw("{% faces rows width=4000 height=3000 %}", rows=[face("may")])


@pytest.mark.parametrize("place", ["group", "name", "website", "social", "guide", "newsletter", "building"])
def test_each_place_has_a_drawing(place):
    assert "<rect" in draw("{% where p %}", p=place) or "<path" in draw("{% where p %}", p=place)


# ── forms ────────────────────────────────────────────────────────────────────


def test_a_field_ties_label_help_and_error_to_its_control():
    form = field_of(forms.CharField(label="Begint om", help_text="Vier cijfers."), {"some": ""})
    html = draw("{% field f.some %}", f=form)
    assert '<label for="id_some">Begint om</label>' in html and 'class="field" data-state="wrong"' in html
    assert 'aria-describedby="id_some_helptext id_some_error"' in html and 'aria-invalid="true"' in html and 'class="input"' in html
    assert 'id="id_some_helptext"' in html and 'id="id_some_error"' in html


def test_what_is_not_needed_says_so():
    assert "(hoeft niet)" in draw("{% field f.some %}", f=field_of(forms.CharField(required=False)))
    assert "(hoeft niet)" not in draw("{% field f.some %}", f=field_of(forms.CharField()))


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (forms.DateField(), datetime(2026, 11, 17).date(), 'type="date" name="some" value="2026-11-17"'),
        (forms.TimeField(), datetime(2026, 11, 17, 8, 5).time(), 'type="time" name="some" value="08:05"'),
        (forms.DateTimeField(), datetime(2026, 11, 17, 8, 5), 'type="datetime-local" name="some" value="2026-11-17T08:05"'),
        (forms.EmailField(), "a@b.nl", 'type="email" name="some" value="a@b.nl"'),
    ],
)
def test_dates_and_times_use_what_the_phone_has(field, value, shown):
    assert shown in draw("{% field f.some %}", f=field_of(field, initial={"some": value}))


def test_choices_of_one_are_sides_and_of_several_are_ticks():
    sides = draw("{% field f.some %}", f=field_of(forms.ChoiceField(label="Mag het?", choices=[("y", "Ja"), ("n", "Nee")], widget=forms.RadioSelect)))
    assert '<fieldset class="choice"' in sides and sides.count("choice__side") == 2 and "checked" not in sides
    ticks = draw("{% field f.some %}", f=field_of(forms.MultipleChoiceField(choices=[("1", "ma"), ("2", "di")], widget=forms.CheckboxSelectMultiple), {"some": ["2"]}))
    assert ticks.count('class="check"') == 2 and ticks.count("checked") == 1
    assert '<label class="check"><input type="checkbox"' in draw("{% field f.some %}", f=field_of(forms.BooleanField(label="Gezien")))
    assert draw("{% field f.some %}", f=field_of(forms.CharField(widget=forms.HiddenInput))).startswith('<input type="hidden"')
    assert 'class="input input--code"' in draw('{% field f.some kind="code" %}', f=field_of(forms.CharField()))


def test_a_file_keeps_its_control_and_a_list_its_look():
    assert 'type="file"' in draw("{% field f.some %}", f=field_of(forms.FileField()))
    assert '<select name="some" class="input"' in draw("{% field f.some %}", f=field_of(forms.ChoiceField(choices=[("4", "Groep 4")])))


def test_yes_and_no_are_equal_and_nothing_is_chosen_beforehand():
    html = draw('{% choice "web" legend="Website" options=o %}', o=[("yes", "Ja"), ("no", "Nee")])
    yes, no = re.findall(r"<label class=\"choice__side\">.*?</label>", html)
    assert yes.replace("yes", "x").replace("Ja", "x").replace("web-0", "w") == no.replace("no", "x").replace("Nee", "x").replace("web-1", "w")
    assert "checked" not in html
    assert draw('{% choice "web" legend="W" options=o chosen="no" %}', o=[("yes", "Ja"), ("no", "Nee")]).count("checked") == 1


def test_a_choice_may_be_false_and_still_chosen():
    assert 'value="False" checked' in draw('{% choice "web" legend="W" options=o chosen=c %}', o=[(True, "Ja"), (False, "Nee")], c=False)


def test_the_form_says_what_is_wrong_with_links_to_the_fields():
    form = field_of(forms.CharField(label="Begint om"), {"some": ""})
    form.add_error(None, EVIL)
    html = draw("{% form_errors f %}", f=form)
    assert 'role="alert"' in html and '<a href="#id_some">Begint om</a>' in html and SAFE in html
    assert draw("{% form_errors f %}", f=field_of(forms.CharField(), {"some": "x"})) == ""


def test_what_holds_now_looks_the_same_for_yes_and_no():
    yes, no = draw('{% now_is True text="ja" %}'), draw('{% now_is False text="nee" %}')
    assert 'class="now-is"' in yes and 'data-verdict="allow"' in yes and 'data-verdict="refuse"' in no


def test_the_sprite_holds_what_the_tags_draw():
    assert {"lock", "warn", "check", "bell", "bag", "chevron", "book", "back", "cap", "list", "globe", "down", "photo"} <= set(assets.icon_names())
