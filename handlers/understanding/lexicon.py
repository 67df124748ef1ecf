"""The closed vocabulary of time, English and French in one table: each phrase, its kind and its value.

A kind is one letter, so that the grammar can be written as patterns over a string of kinds:

    W weekday      M month        n number       o ordinal      c clock        D numeric date
    N day from now P day part     U unit         E weekend      V every        Q soonest
    x next         t this         l last         y after next   I in so long   g ago    j il y a
    a at           f from         z to           u until        Y by           b between
    A after        B before       S from, on     L or later     K or earlier   G later  e earlier
    < instead of   = same day
    & and          | or           ! not          X except       F filler       m part of a period
    d of           r the          ~ about        p am or pm     k o'clock      h half   q quarter
    -  dash        , comma        . end          w any other word      _ moins      v other
    C  clock       R clock range  T day          H period              $ length     ^ moment
    s  shift       J recurrence   O one whole wish Z holiday
    (those of the last two lines are made by the grammar)

A line is a list of phrases; `_` joins the words of one phrase. Words are folded: no case, no accents.
"""

from __future__ import annotations

import itertools
from typing import Final

from handlers.understanding.expressions import Days, Weekday
from handlers.understanding.holidays import HOLIDAY_WORDS

Entry = tuple[str, object]


def each(*slots: str) -> str:
    """Every phrase that takes one choice of each slot; a choice is parted by blanks, `-` is none."""
    chosen = itertools.product(*(slot.split() for slot in slots))
    return " " + " ".join("_".join(word for word in words if word != "-") for words in chosen)


_OPENING_TIME: Final = (
    each("- right just", "when once as_soon_as soon_as the_minute the_moment", "you you_guys the_doors doors", "open")
    + each("- right", "at", "open opening opening_time")
    + each("- juste", "quand des_que aussitot_que sitot_que", "vous_ouvrez tu_ouvres ca_ouvre les_portes_ouvrent")
)
_WORK_OVER: Final = (
    each(
        "after once when as_soon_as soon_as",
        "i_m im i_get i_am",
        "off out_of done done_with finished finished_with through_with",
        "work my_shift",
    )
    + each("after once when as_soon_as", "i", "finish leave get_out_of", "work my_shift")
    + each(
        "apres que des_que quand une_fois que",
        "j_ai jai",
        "fini",
        "de_travailler ma_journee mon_shift ma_job mon_chiffre",
    )
    + each("quand des_que une_fois_que", "je_sors je_finis je_termine", "de_travailler du_travail de_la_job du_bureau")
)
_INTENSE: Final = "real really super very pretty nice_and bright_and quite fairly extra"
_INTENSE_FR: Final = "tres bien ben vraiment super pas_mal assez"

WEEKDAY_WORDS: Final = {
    0: "monday mondays lundi lundis mondy",
    1: "tuesday tuesdays tue tues mardi mardis tuesd",
    2: "wednesday wednesdays weds wednes mercredi mercredis merc",
    3: "thursday thursdays thur thurs thrs jeudi jeudis",
    4: "friday fridays fri vendredi vendredis",
    5: "saturday saturdays samedi samedis satur",
    6: "sunday sundays dimanche dimanches",
}
MONTH_WORDS: Final = {
    1: "january jan janvier janv",
    2: "february feb febr fevrier fev fevr",
    3: "mars",
    4: "april apr avril avr",
    5: "mai",
    6: "june jun juin",
    7: "july jul juillet juil juill",
    8: "august aug aout",
    9: "september sep septembre",
    10: "october oct octobre",
    11: "november nov novembre",
    12: "december decembre dece",
}
# Words that tell a time only beside another time word (see `lexer.settle`).
DOUBTFUL: Final[dict[str, Entry]] = {
    "mon": ("W", 0),
    "lun": ("W", 0),
    "mar": ("M", 3),
    "mer": ("W", 2),
    "wed": ("W", 2),
    "jeu": ("W", 3),
    "thu": ("W", 3),
    "ven": ("W", 4),
    "vend": ("W", 4),
    "sat": ("W", 5),
    "sam": ("W", 5),
    "sun": ("W", 6),
    "dim": ("W", 6),
    "may": ("M", 5),
    "march": ("M", 3),
    "dec": ("M", 12),
    "sept": ("M", 9),
    "tom": ("N", 1),
    "mourning": ("P", "morning"),
    "weak": ("U", "week"),
    "knight": ("P", "night"),
}
NUMBER_WORDS: Final = {
    0: "zero",
    1: "one un une a an",
    2: "two deux couple_of couple couple_d",
    3: "three trois few quelques",
    4: "four quatre",
    5: "five cinq",
    6: "six",
    7: "seven sept",
    8: "eight huit",
    9: "nine neuf",
    10: "ten dix dizaine_de une_dizaine_de dizaine_d",
    11: "eleven onze",
    12: "twelve douze dozen douzaine",
    13: "thirteen treize",
    14: "fourteen quatorze",
    15: "fifteen quinze quinzaine_de",
    16: "sixteen seize",
    17: "seventeen dix_sept",
    18: "eighteen dix_huit",
    19: "nineteen dix_neuf",
    20: "twenty vingt",
    30: "thirty trente",
    40: "forty quarante",
    50: "fifty cinquante",
}
ORDINAL_WORDS: Final = {
    1: "first premier premiere",
    2: "second deuxieme seconde",
    3: "third troisieme",
    4: "fourth quatrieme",
    5: "fifth cinquieme",
    6: "sixth sixieme",
    7: "seventh septieme",
    8: "eighth huitieme",
    9: "ninth neuvieme",
    10: "tenth dixieme",
    11: "eleventh onzieme",
    12: "twelfth douzieme",
    13: "thirteenth treizieme",
    14: "fourteenth quatorzieme",
    15: "fifteenth quinzieme",
    16: "sixteenth seizieme",
    17: "seventeenth",
    18: "eighteenth",
    19: "nineteenth",
    20: "twentieth vingtieme",
    30: "thirtieth trentieme",
}
UNIT_WORDS: Final = {
    "minute": "minute minutes min mins minuts mns",
    "hour": "hour hours hr hrs heure heures",
    "day": "day days jour jours journee journees dodos",
    "night": "nights nuits",
    "week": "week weeks wk wks semaine semaines sem sems",
    "month": "month months mois mth mths",
    "year": "year years yr yrs annee annees ans",
}
DAY_WORDS: Final = {
    0: "today tdy 2day aujourd_hui aujourdhui auj ajd ojd jourd_hui le_jour_meme",
    1: "tomorrow tmrw tmr tmw tmrrw tomoro tomorow tommorow tommorrow tomorro 2moro 2morrow 2mrw 2mro tmoro "
    "demain dmain 2main 2m1 dem1 dmin"
    " lendemain le_lendemain the_next_day the_following_day the_day_after next_day jour_d_apres jour_suivant"
    " day_after day_after_that the_day_after_that following_day the_day_following journee_d_apres",
    2: "day_after_tomorrow the_day_after_tomorrow the_day_after_tmrw day_after_tmrw day_after_tmr "
    "day_after_2moro apres_demain apresdemain surlendemain overmorrow",
    -1: "yesterday yday yest hier the_day_before day_before la_veille veille",
    -2: "day_before_yesterday avant_hier avanthier",
}
PART_WORDS: Final = {
    "morning": "morning mornings morn mornin mornings matin matins matinee matinees avant_midi avantmidi "
    "avant_midis en_am "
    "avan_midi avanmidi avans_midi avent_midi",
    "midday": "midday mid_day middle_of_the_day milieu_de_journee milieu_de_la_journee mi_journee",
    "lunch": "lunch lunchtime lunchtimes lunch_time lunch_hour lunch_break lunchbreak diner heure_du_diner "
    "heure_du_midi heure_de_diner"
    " heure_du_lunch heure_de_lunch heure_dmidi pause_diner pause_midi noon_hour noonish",
    "after_lunch": "after_lunch apres_diner apres_le_diner apres_lunch apres_le_lunch",
    "afternoon": "afternoon afternoons aft arvo aftrnoon afternon after_noon apres_midi daprem d_aprem "
    "d_apres_midi d_apres_midis "
    "apresmidi apre_midi apremidi appres_midi aprais_midi apres_midis aprem aprems aprm en_pm",
    "work": "after_i_finish_work after_im_done_work after_i_m_done_work once_i_m_off_work after_i_get_off_work "
    "after_i_get_off "
    "after_i_finish when_i_finish_work apres_avoir_fini_de_travailler apres_que_je_finis quand_je_finis_de_travailler "
    "en_sortant_du_travail en_sortant_de_la_job en_finissant_de_travailler after_work afterwork after_hours "
    "after_my_shift after_the_office after_office_hours "
    "apres_le_travail apres_travail"
    " apres_la_job apres_ma_job apres_job apres_l_ouvrage apres_ouvrage apres_mon_travail "
    "apres_le_boulot apres_boulot apres_le_bureau"
    " apres_bureau apres_mon_shift apres_ma_journee apres_mon_chiffre apres_l_travail apres_louvrage" + _WORK_OVER,
    "school": "after_school apres_l_ecole apres_lecole apres_la_classe apres_les_cours after_class",
    "after_supper": "after_dinner after_supper apres_souper apres_le_souper apres_l_souper",
    "evening": "evening evenings soir soirs soiree soirees",
    "tonight": "tonight tonite 2nite 2night tnight tonght",
    "night": "night nite nuit",
    "early": "first_thing a_la_premiere_heure premiere_heure first_slot first_appointment premiere_chose "
    "a_l_ouverture at_opening"
    " when_you_open des_l_ouverture de_bonne_heure bright_and_early crack_of_dawn at_dawn "
    "premier_rendez_vous_de_la_journee"
    " first_one_in_the_morning quand_vous_ouvrez quand_ca_ouvre des_que_vous_ouvrez avant_le_travail "
    "avant_la_job before_work before_school"
    " avant_l_ecole avant_d_aller_travailler avant_l_ouvrage before_the_office avant_mon_shift "
    "before_my_shift avant_travail" + _OPENING_TIME,
    "not_early": "mais_pas_trop_tot but_not_too_early mais_pas_trop_de_bonne_heure pas_trop_de_bonne_heure "
    "not_too_early pas_trop_tot not_super_early not_early pas_tot pas_tres_tot not_crazy_early",
    "not_late": "mais_pas_trop_tard but_not_too_late not_too_late pas_trop_tard not_late pas_tard pas_tres_tard",
    "eod": "as_late_as_possible le_plus_tard_possible plus_tard_possible "
    "end_of_day end_of_the_day eod eob cob close_of_business fin_de_journee fin_journee "
    "fin_de_la_journee fin_d_journee last_thing"
    " last_slot last_appointment derniere_heure a_la_fermeture at_closing last_one_of_the_day "
    "dernier_rendez_vous_de_la_journee"
    " last_slot_of_the_day derniere_place_de_la_journee derniere_plage late_in_the_day later_in_the_day "
    "tard_dans_la_journee"
    " plus_tard_dans_la_journee end_of_business end_of_the_business_day",
}
CLOCK_WORDS: Final = {720: "noon midi 12noon noontime", 0: "midnight minuit"}
SIGN_WORDS: Final = {
    "x": "next nxt following upcoming coming prochain prochaine prochains prochaines pro proch suivant suivante "
    "suivants qui_vient qui_s_en_vient"
    " a_venir qui_suit qui_arrive d_apres",
    "t": "this dis ce cet cette c_te s_te ste c_t the_current current courant courante en_cours present cte stu st",
    "l": "last previous dernier derniere derniers dernieres passe passee passes precedent precedente",
    "y": "after_next after_the_next after_this_one",
    "a": "at @ a make_it make_that to_become become how_about what_about can_we_do can_you_do can_u_do "
    "can_i_do could_we_do could_you_do could_i_do could_u_do lets_do let_s_do"
    " let_s_say lets_say que_diriez_vous_de mettons_a disons_a",
    "f": "from",
    "z": "to thru through au aux and_going_to and_ending_on and_ending_at ending_at ending_on",
    "u": "until untill till til up_to up_until jusqu_a jusqu_au jusqu_aux jusqua jusqu_en jusquau jusque jusk_a jusk_au"
    " as_late_as",
    "Y": "from_now_to from_now_until from_now_till between_now_and by d_ici dici d_ici_a d_ici_au d_ici_le "
    "pas_plus_tard_que pas_plus_tard_qu"
    " no_later_than not_later_than at_the_latest_by by_the_latest",
    "b": "between entre btw btwn in_between",
    "&": "and et puis pis ainsi_que & and_then as_well_as",
    "|": "or ou soit ou_bien or_else or_maybe ou_sinon sinon ou_encore or_if_not if_not or_perhaps ni nor or_even "
    "ou_meme "
    "ou_ben ou_bin ou_alors otherwise_or or_alternatively",
    "A": "after past later_than later_then apres plus_tard_que plus_tard_qu anytime_after passe_le aft_er "
    "afterwards_of post",
    "B": "before b4 bfore befor prior_to earlier_than avant plus_tot_que plus_tot_qu in_advance_of "
    "sooner_than ahead_of earlier_then",
    "S": "since starting beginning commencing starting_on beginning_on en_commencant a_commencer commencant "
    "a_partir_de a_partir_d a_partir_du a_partir apartir partir_de "
    "partir_du des depuis as_of as_from"
    " a_compter_du a_compter_de on_or_after at_or_after starting_from from_about no_earlier_than "
    "not_earlier_than no_sooner_than"
    " pas_plus_tot_que pas_plus_tot_qu au_plus_tot apd not_until not_till no_time_before from_around",
    "L": "or_later or_after onwards onward on_wards and_after and_later and_on and_up ou_plus_tard ou_apres "
    "et_plus et_apres et_plus_tard"
    " and_beyond and_onwards and_afterwards or_a_bit_later or_so_later ou_un_peu_apres at_the_earliest minimum",
    "K": "au_plus_tard or_before or_earlier or_sooner and_before ou_avant ou_plus_tot at_the_latest "
    "at_the_very_latest tout_au_plus_tard "
    "the_latest max maximum au_max au_maximum tops gros_max"
    " dernier_delai at_latest latest maxi",
    "d": "of de du d in_the dans_la dans_le dans_l en in on during durant pendant des_le during_the "
    "pendant_la for for_the pour_le pour_la pour"
    " on_the au_mois_de au_mois_d dans_l_",
    "r": "the le la las les l da th du_mois_de du_mois_d le_mois_d mois_d the_month_of le_mois_de mois_de month_of",
    "~": "around about abt approx approximately vers autour_de autour_d environ aux_alentours_de "
    "aux_alentours_du aux_alentours_d aux_environs_de"
    " a_peu_pres a_quelque_chose_pres or_so give_or_take plus_ou_moins"
    " circa roughly somewhere_around close_to pas_loin_de proche_de vers_les around_like like_around "
    "autour ish alentour_de"
    " genre_vers vers_genre",
    "I": "in within dans in_about dans_environ in_like d_ici_environ in_the_next over_the_next "
    "within_the_next dans_les au_cours_des within_about"
    " within_around in_around within_just in_just in_exactly en_dedans_de",
    "g": "ago back before_now",
    "j": "il_y_a ya y_a il_ya",
    "G": "later plus_tard from_now from_today hence after_that afterward out away",
    "e": "earlier plus_tot sooner plus_de_bonne_heure",
    "k": "o_clock oclock oclok",
    "h": "half demi demie",
    "q": "quarter quart",
    "!": "neither not no pas jamais never none aucun aucune rien nothing plus_le nope",
    "X": "et_non et_pas and_not autre_chose_que autre_chose_qu that_isn_t that_isnt that_is_not that_s_not "
    "thats_not qui_est_pas "
    "qui_n_est_pas except except_for excepted excepte sauf but_not but_no anything_but other_than autre_que besides "
    "apart_from aside_from mais_pas a_part"
    " outside_of hormis excluding with_the_exception_of a_l_exception_de a_l_exception_du ailleurs_que "
    "en_dehors_de en_dehors_du"
    " anytime_but any_time_but any_day_but autrement_que all_but rather_not sauf_que exept exepte except_on but_never",
    "V": "every each chaque tous_les toutes_les ts_les ttes_les all_the each_and_every every_single",
    "E": "weekend weekends wkend wknd wkends week_end week_ends w_e fin_de_semaine fins_de_semaine fds "
    "fin_d_semaine fin_semaine wend",
    "m": "early late mid middle beginning_of start_of beginning middle_of end_of end debut milieu mi fin tot "
    "tard start tail_end_of"
    " later_in early_in late_in mid_way_through plus_tard_en"
    + each(_INTENSE, "early late")
    + each(_INTENSE_FR, "tot tard"),
    "_": "moins minus",
    "=": "that_week same_day meme_jour meme_journee same_weekday that_same_day same_week that_same_week meme_semaine "
    "cette_semaine_la cette_meme_semaine ce_jour_la cette_journee_la",
    "<": "instead_of rather_than au_lieu_de au_lieu_du au_lieu_d a_la_place_de a_la_place_du a_la_place_d "
    "plutot_que plutot_qu mieux_que mieux_qu better_than",
    "v": "other alternate autre",
    "w": "trop_de_bonne_heure morning_person pas_du_matin personne_du_matin personne_du_soir personne_matinale "
    "good_morning good_afternoon good_evening good_night good_weekend great_weekend "
    "nice_weekend nice_evening lovely_evening great_evening lovely_weekend wonderful_weekend your_weekend good_week "
    "good_day great_day nice_day bon_matin"
    " bonne_journee bonne_soiree bonne_fin_de_semaine bonne_nuit bonne_semaine bon_weekend "
    "bonne_fin_de_journee bon_week_end bel_apres_midi bon_apres_midi"
    " bonne_fds belle_journee belle_soiree evening_person night_owl night_shift one_day some_day "
    "these_days the_other_day every_time for_now next_time"
    " last_time this_time prochaine_fois cette_fois la_prochaine_fois derniere_fois one_more_time "
    "crazy_week long_day rough_week busy_week long_week",
    "Q": "earliest soonest asap as_soon_as_possible as_early_as_possible le_plus_tot_possible "
    "plus_tot_possible des_que_possible le_plus_vite_possible"
    " plus_vite_possible au_plus_sacrant first_available premiere_place premiere_disponibilite "
    "premiere_dispo premier_dispo au_plus_vite"
    " au_plus_coupant le_plus_rapidement_possible first_opening next_available next_opening "
    "prochaine_dispo prochaine_disponibilite"
    " prochaine_place the_earliest the_soonest",
    "F": "n_importe_quel n_importe_quelle nimporte_quel nimporte_quelle please pls plz svp maybe perhaps "
    "peut_etre genre disons mettons ideally idealement possibly probablement probably just juste only "
    "seulement"
    " sometime some_time somewhere anytime any_time whenever n_importe_quand un_moment_donne definitely "
    "exactly exact pile"
    " sharp also aussi either vraiment really again encore surtout preferably de_preference anything "
    "something quelque_chose slot slots any",
}
WORKDAY_WORDS: Final = (
    "weekday weekdays week_day week_days workday workdays business_day business_days any_weekday any_week_day "
    "jour_de_semaine jours_de_semaine en_semaine la_semaine_seulement jours_ouvrables jour_ouvrable journee_de_semaine"
)
PERIOD_PART: Final = {
    "early": "early beginning beginning_of start start_of debut tot early_in"
    + each(_INTENSE, "early")
    + each(_INTENSE_FR, "tot"),
    "mid": "mid middle middle_of milieu mi mid_way_through",
    "late": "late end end_of fin tard tail_end_of later_in late_in plus_tard_en"
    + each(_INTENSE, "late")
    + each(_INTENSE_FR, "tard"),
}


def _spread(source: dict[int, str] | dict[str, str]) -> list[tuple[str, object]]:
    return [(phrase.replace("_", " ").strip(), value) for value, line in source.items() for phrase in line.split()]


def _phrases() -> dict[str, Entry]:
    """Every phrase, its words joined by one space, and what it is; the first line that names it wins."""
    table: dict[str, Entry] = {}
    parts = dict(_spread(PERIOD_PART))
    for kind, source in (
        ("W", WEEKDAY_WORDS),
        ("M", MONTH_WORDS),
        ("n", NUMBER_WORDS),
        ("o", ORDINAL_WORDS),
        ("U", UNIT_WORDS),
        ("N", DAY_WORDS),
        ("P", PART_WORDS),
        ("c", CLOCK_WORDS),
        ("Z", HOLIDAY_WORDS),
    ):
        for phrase, value in _spread(source):
            table.setdefault(phrase, (kind, value))
    workdays = Days(tuple(Weekday(day, plural=True) for day in range(5)))
    for phrase, _ in _spread({"T": WORKDAY_WORDS}):
        table.setdefault(phrase, ("T", workdays))
    for kind, line in SIGN_WORDS.items():
        for phrase, _ in _spread({kind: line}):
            table.setdefault(phrase, (kind, parts.get(phrase, phrase)))
    return table


PHRASES: Final = _phrases()
LONGEST_PHRASE: Final = max(phrase.count(" ") + 1 for phrase in PHRASES)
# The words that begin a phrase of several words, and how many words it may have.
PHRASE_HEADS: Final = {
    head: max(p.count(" ") + 1 for p in PHRASES if p.split()[0] == head)
    for head in {p.split()[0] for p in PHRASES if " " in p}
}


def is_time(word: str) -> bool:
    """May this word begin a time expression?"""
    return word in PHRASES or word in DOUBTFUL or word[:1].isdigit()
