"""Wishes for a time, as people write them on wednesday 6 May 2026 at 9:20: what must be allowed, and what must not.

`yes` and `no` are starts, "7 16:00" for the 7th of May at four (another month: "6-2 9:00").
"""

from __future__ import annotations

# text | allowed | not allowed
WISHES: str = """
tomorrow at 3 | 7 15:00 | 7 14:00, 8 15:00
thursday afternoon | 7 14:00, 7 15:30 | 7 10:00, 8 14:00
friday morning before 10 | 8 9:00 | 8 10:30, 8 14:00
monday or tuesday after 4 | 11 16:30, 12 17:00 | 11 14:00, 13 16:30
next week except wednesday | 11 10:00, 15 10:00 | 13 10:00, 8 10:00
any day next week but not friday | 11 10:00, 14 15:00 | 15 10:00
not before 11 on thursday | 7 11:30, 7 16:00 | 7 9:00, 8 12:00
nothing after 3 please, friday | 8 10:00, 8 14:00 | 8 16:00
the 14th at half past nine | 14 9:30 | 14 10:30, 15 9:30
may 20th around 2 | 20 14:00 | 20 9:00, 19 14:00
between 1 and 3 on friday | 8 13:30, 8 14:30 | 8 9:00, 8 16:00
friday 10-12 | 8 10:30 | 8 13:00
anytime from noon to 4 tomorrow | 7 12:30, 7 15:00 | 7 10:00
tues the 12th at quarter to 5 | 12 16:45 | 12 17:15
tuesday 12 4pm | 12 16:00 | 12 12:00
this saturday at 10 | 9 10:00 | 9 11:30, 16 10:00
late afternoon on monday | 11 17:00 | 11 10:00
first thing tomorrow | 7 8:00 | 7 11:00
end of day friday | 8 17:30 | 8 10:00
over lunch on thursday | 7 12:00 | 7 9:00, 7 16:00
in two weeks on monday | 18 10:00 | 11 10:00
a week from friday at 9 | 15 9:00 | 8 9:00
later this week in the morning | 7 10:00, 8 10:00 | 7 15:00, 11 10:00
the week of the 18th, mornings only | 19 9:30, 21 10:00 | 12 9:30, 19 14:00
after the 20th | 21 10:00, 25 10:00 | 19 10:00, 8 10:00
by friday if possible | 7 10:00, 8 10:00 | 11 10:00
no fridays and no mornings | 7 14:00, 11 15:00 | 8 14:00, 7 9:00
today after 4 | 6 16:30 | 6 10:00, 7 16:30
in an hour | 6 10:20 | 6 12:00
wed at 1, actually make it 2 | 13 14:00 | 13 13:00
the 13th at 1.. hmm no make that 2 | 13 14:00 | 13 13:00, 14 14:00
fri b4 noon | 8 10:00 | 8 12:30, 7 10:00
not b4 10 monday | 11 10:30 | 11 9:00, 8 10:30
lundi ou mercredi la semaine pro | 11 10:00, 13 10:00 | 6 10:00, 12 10:00
thursday no wait friday at 11 | 8 11:00 | 7 11:00
tuesday doesn't work, wednesday does | 13 10:00 | 12 10:00
i work until 4 so after that on monday | 11 16:30 | 11 10:00
can't do mornings. thursday? | 7 14:00 | 7 9:00
either thursday at 9 or friday at 2 | 7 9:00, 8 14:00 | 7 14:00, 8 9:00
may 11 to 13 in the afternoon | 11 14:00, 13 14:00 | 14 14:00, 12 9:00
2pm or 3pm tomorrow | 7 14:00, 7 15:00 | 7 16:00
tmrw 330 | 7 15:30 | 7 9:00
fri @ 4ish | 8 16:00 | 8 9:00
any tuesday at noon | 12 12:00, 19 12:00 | 13 12:00
early next month | 6-2 10:00 | 6-20 10:00, 20 10:00
the last friday of may at 3 | 29 15:00 | 22 15:00
1st monday in june | 6-1 10:00 | 6-8 10:00
weekend please | 9 10:00 | 8 10:00, 11 10:00
weekdays only, after 5 | 7 17:30, 8 17:30 | 9 10:00, 7 10:00
same day next week at 10 | 13 10:00 | 14 10:00
mon-wed mornings | 11 9:00, 12 10:00 | 14 9:00, 11 15:00
not too early on friday | 8 11:00 | 8 8:00
sometime in june | 6-3 10:00 | 20 10:00
on or after the 18th | 18 10:00, 20 10:00 | 15 10:00
demain à 15h | 7 15:00 | 7 14:00, 8 15:00
jeudi après-midi | 7 14:00, 7 15:30 | 7 10:00, 8 14:00
vendredi matin avant 10h | 8 9:00 | 8 10:30
lundi ou mardi après 16h | 11 16:30, 12 17:00 | 11 14:00, 13 16:30
la semaine prochaine sauf mercredi | 11 10:00, 15 10:00 | 13 10:00, 8 10:00
n'importe quel jour la semaine prochaine mais pas vendredi | 11 10:00, 14 15:00 | 15 10:00
pas avant 11h jeudi | 7 11:30, 7 16:00 | 7 9:00
rien après 15h svp, vendredi | 8 10:00, 8 14:00 | 8 16:00
le 14 à neuf heures et demie | 14 9:30 | 14 10:30
le 20 mai vers 14h | 20 14:00 | 20 9:00
entre 13h et 15h vendredi | 8 13:30, 8 14:30 | 8 9:00, 8 16:00
de midi à 16h demain | 7 12:30, 7 15:00 | 7 10:00
mardi le 12 à 17h moins quart | 12 16:45 | 12 17:15
samedi à 10h | 9 10:00 | 9 11:30
en fin d'après-midi lundi | 11 17:00 | 11 10:00
à la première heure demain | 7 8:00 | 7 11:00
vendredi en fin de journée | 8 17:30 | 8 10:00
sur l'heure du midi jeudi | 7 12:00 | 7 9:00, 7 16:00
dans deux semaines, le lundi | 18 10:00 | 11 10:00
vendredi en huit à 9h | 15 9:00 | 8 9:00
plus tard cette semaine, le matin | 7 10:00, 8 10:00 | 7 15:00, 11 10:00
la semaine du 18, le matin seulement | 19 9:30, 21 10:00 | 12 9:30, 19 14:00
après le 20 | 21 10:00, 25 10:00 | 19 10:00, 8 10:00
d'ici vendredi | 7 10:00, 8 10:00 | 11 10:00
pas le vendredi ni le matin | 7 14:00, 11 15:00 | 8 14:00, 7 9:00
aujourd'hui après 16h | 6 16:30 | 6 10:00, 7 16:30
dans une heure | 6 10:20 | 6 12:00
mercredi 13h, euh non 14h | 13 14:00 | 13 13:00
jeudi, non attends, vendredi à 11h | 8 11:00 | 7 11:00
mardi ça marche pas mais mercredi oui | 13 10:00 | 12 10:00
je travaille jusqu'à 16h donc après ça lundi | 11 16:30 | 11 10:00
je peux pas le matin. jeudi? | 7 14:00 | 7 9:00
soit jeudi à 9h ou vendredi à 14h | 7 9:00, 8 14:00 | 7 14:00, 8 9:00
du 11 au 13 mai en après-midi | 11 14:00, 13 14:00 | 14 14:00, 12 9:00
14h ou 15h demain | 7 14:00, 7 15:00 | 7 16:00
demain 15h30 | 7 15:30 | 7 9:00
n'importe quel mardi à midi | 12 12:00, 19 12:00 | 13 12:00
début juin | 6-2 10:00 | 6-20 10:00, 20 10:00
le dernier vendredi de mai à 15h | 29 15:00 | 22 15:00
premier lundi de juin | 6-1 10:00 | 6-8 10:00
en fin de semaine svp | 9 10:00 | 8 10:00, 11 10:00
la fds | 9 10:00 | 8 10:00
en semaine seulement, après 17h | 7 17:30, 8 17:30 | 9 10:00, 7 10:00
lundi au mercredi le matin | 11 9:00, 12 10:00 | 14 9:00, 11 15:00
vendredi pas trop tôt | 8 11:00 | 8 8:00
quelque part en juin | 6-3 10:00 | 20 10:00
à partir du 18 | 18 10:00, 20 10:00 | 15 10:00
c't'aprèm vers 16h | 6 16:00 | 6 10:00, 7 16:00
à soir 18h | 6 18:00 | 7 18:00
jeudi avant-midi | 7 9:30 | 7 14:00
dans 15 jours à 10h | 20 10:00 | 13 10:00
midi et demi demain | 7 12:30 | 7 12:00
vendredi 11h au plus tard | 8 9:00, 8 10:30 | 8 14:00
le plus tôt possible après le 15 | 18 10:00 | 13 10:00
je finis à 15h30 le jeudi | 7 16:00 | 7 10:00
tout sauf le lundi, après souper | 7 18:00, 12 18:00 | 11 18:00, 7 10:00
jeudi prochain ou le suivant à 9h | 14 9:00 | 14 14:00
mardi matin ou jeudi soir | 12 9:30, 7 18:00 | 12 15:00, 7 10:00
les lundis et mercredis vers 17h | 11 17:00, 13 17:00 | 12 17:00, 11 9:00
vendredi entre 9 et 11 | 8 9:30 | 8 14:00
j'ai un rdv chez le dentiste mardi donc mercredi ou jeudi | 13 10:00, 7 10:00 | 12 10:00
je suis en vacances jusqu'au 15 | 18 10:00 | 12 10:00
i'm away until the 15th, anything after that | 18 10:00 | 12 10:00
back in town on the 14th | 14 10:00, 15 10:00 | 12 10:00
could you fit me in before the weekend | 7 10:00, 8 10:00 | 11 10:00
anytime after lunch tomorrow | 7 14:00 | 7 9:00
thursday or friday, whichever is earlier in the morning | 7 9:00, 8 9:00 | 7 15:00
mid afternoon friday | 8 15:00 | 8 9:00
the 12th between 2 and 4:30 | 12 14:30, 12 16:00 | 12 10:00
wednesday the 13th, 8:30 | 13 8:30 | 13 10:00
friday lunch | 8 12:00 | 8 16:00
not thursday. friday ok | 8 10:00 | 7 10:00
ten thirty on monday | 11 10:30 | 11 15:00
quarter past one tomorrow | 7 13:15 | 7 14:00
twenty to four friday | 8 15:40 | 8 16:00
the day after tomorrow at noon | 8 12:00 | 7 12:00
3 weeks from today at 10 | 27 10:00 | 20 10:00
next month sometime, first week ideally | 6-3 10:00 | 20 10:00
half an hour from now | 6 9:50 | 6 12:00
from the 18th to the 22nd | 19 10:00, 22 10:00 | 25 10:00
weekday evenings | 7 17:30, 8 17:30 | 7 9:00
tues/thurs mornings | 12 9:30, 7 9:30 | 8 9:30, 12 15:00
anything but mornings next week | 12 14:00 | 12 9:00, 7 14:00
monday 9ish or tuesday 4ish | 11 9:00, 12 16:00 | 11 16:00, 12 9:00
no later than 3 on friday | 8 14:00 | 8 16:30
Friday, May 15 @ 2:30 PM | 15 14:30 | 15 10:00
2026-05-20 at 11 | 20 11:00 | 20 15:00
5/21 at 4 | 21 16:00 | 21 9:00
wk of may 25, am | 26 9:30 | 26 15:00, 19 9:30
this coming monday at 10 | 11 10:00 | 18 10:00
thurs not fri | 7 10:00 | 8 10:00
only thursdays work for me | 7 10:00, 14 10:00 | 8 10:00
avant la fin de semaine | 7 10:00, 8 10:00 | 11 10:00
demain après le lunch | 7 14:00 | 7 9:00
en milieu d'après-midi vendredi | 8 15:00 | 8 9:00
le 12 entre 14h et 16h30 | 12 14:30, 12 16:00 | 12 10:00
mercredi 13 à 8h30 | 13 8:30 | 13 10:00
pas jeudi. vendredi c'est correct | 8 10:00 | 7 10:00
dix heures et demie lundi | 11 10:30 | 11 15:00
13h15 demain | 7 13:15 | 7 14:00
après-demain midi | 8 12:00 | 7 12:00
dans 3 semaines à 10h | 27 10:00 | 20 10:00
le mois prochain, première semaine idéalement | 6-3 10:00 | 20 10:00
dans une demi-heure | 6 9:50 | 6 12:00
du 18 au 22 | 19 10:00, 22 10:00 | 25 10:00
les soirs de semaine | 7 17:30, 8 17:30 | 7 9:00
mardi/jeudi matin | 12 9:30, 7 9:30 | 8 9:30, 12 15:00
tout sauf le matin la semaine prochaine | 12 14:00 | 12 9:00, 7 14:00
lundi vers 9h ou mardi vers 16h | 11 9:00, 12 16:00 | 11 16:00, 12 9:00
vendredi pas plus tard que 15h | 8 14:00 | 8 16:30
jeudi 10h au plus tôt | 7 11:00 | 7 8:30
vendredi le 15 mai à 14h30 | 15 14:30 | 15 10:00
le 21/5 à 16h | 21 16:00 | 21 9:00
lundi qui vient à 10h | 11 10:00 | 18 10:00
jeudi mais pas vendredi | 7 10:00 | 8 10:00
seulement les jeudis | 7 10:00, 14 10:00 | 8 10:00
jeudi ou vendredi en pm | 7 14:00, 8 14:00 | 7 9:00
mardi 12 en avant-midi, sinon le 14 | 12 9:30, 14 9:30 | 13 9:30
ven 15h | 8 15:00 | 8 10:00
sam matin | 9 10:00 | 8 10:00
mar 12 mai 10h | 12 10:00 | 12 15:00
d'ici deux semaines | 12 10:00, 19 10:00 | 28 10:00
vers la fin du mois | 27 10:00 | 12 10:00
au début de la semaine prochaine | 11 10:00, 12 10:00 | 15 10:00
à n'importe quelle heure jeudi | 7 9:00, 7 17:00 | 8 10:00
le soir après souper mercredi | 13 18:30 | 13 10:00
jeudi soir passé 17h30 | 7 18:00 | 7 17:00
can u do 11 on friday | 8 11:00 | 8 14:00
thursday 2:15 or as close to that as possible | 7 14:15 | 7 9:00
tomorrow before work | 7 8:00 | 7 11:00
monday after school | 11 17:00 | 11 10:00
friday late morning | 8 11:00 | 8 9:00, 8 15:00
i'm free fri 12-3 | 8 12:30, 8 14:00 | 8 9:00, 8 16:00
anything from the 19th onwards | 19 10:00, 21 10:00 | 18 10:00
this thurs or next thurs at 9 | 7 9:00, 14 9:00 | 7 14:00
tuesdays or thursdays are best, late afternoon | 12 16:30, 7 16:30 | 13 16:30
the first week of june | 6-2 10:00 | 6-15 10:00, 20 10:00
1 pm thurs | 7 13:00 | 7 15:00
1pm-3pm monday | 11 13:30 | 11 16:00
saturday morning early | 9 9:00 | 9 12:00
any weekday before 9 | 7 8:00, 8 8:30 | 7 10:00, 9 10:00
next week but not monday or tuesday | 13 10:00, 15 10:00 | 11 10:00, 12 10:00
friday except between 11 and 1 | 8 9:00, 8 14:00 | 8 12:00
in about 2 weeks | 20 10:00 | 8 10:00
everyday works except wednesdays | 7 10:00, 8 10:00 | 13 10:00
the sooner the better, mornings | 7 9:30 | 7 15:00
tmr arvo | 7 15:00 | 7 9:00
monday the eighteenth | 18 10:00 | 11 10:00
eleven tomorrow | 7 11:00 | 7 15:00
may the 20th in the pm | 20 14:00 | 20 9:00
wed or fri whichever is before noon | 13 9:00, 8 9:00 | 8 15:00
je suis libre vendredi de midi à 15h | 8 12:30, 8 14:00 | 8 9:00, 8 16:00
à compter du 19 | 19 10:00, 21 10:00 | 18 10:00
ce jeudi ou le prochain à 9h | 7 9:00 | 7 14:00
les mardis ou jeudis en fin d'après-midi | 12 16:30, 7 16:30 | 13 16:30
la première semaine de juin | 6-2 10:00 | 6-15 10:00, 20 10:00
lundi entre 13 et 15h | 11 13:30 | 11 16:00
samedi tôt le matin | 9 9:00 | 9 12:00
la semaine prochaine mais pas lundi ni mardi | 13 10:00, 15 10:00 | 11 10:00, 12 10:00
vendredi sauf entre 11h et 13h | 8 9:00, 8 14:00 | 8 12:00
dans environ 2 semaines | 20 10:00 | 8 10:00
n'importe quel jour sauf mercredi | 7 10:00, 8 10:00 | 13 10:00
demain en avant-midi avant 10h | 7 8:30 | 7 11:00
lundi le dix-huit | 18 10:00 | 11 10:00
demain onze heures | 7 11:00 | 7 15:00
vendredi après la job | 8 17:30 | 8 10:00
jeudi soir | 7 17:30 | 7 10:00
mercredi prochain en pm | 13 14:00 | 13 9:00
dans le courant de la semaine prochaine | 11 10:00, 14 15:00 | 8 10:00
vers 8h30 vendredi matin | 8 8:30 | 8 15:00
pas plus tôt que 14h lundi | 11 15:00 | 11 10:00
après 15 h les jours de semaine | 7 15:30, 8 16:00 | 7 10:00, 9 10:00
au plus tard à 10h vendredi | 8 9:00 | 8 12:00
the week of the 25th, tuesday or thursday after 4 | 26 16:30, 28 17:00 | 27 16:30, 12 16:30, 26 10:00
next week, mon wed or fri mornings | 11 9:00, 13 10:00, 15 9:00 | 12 9:00, 11 15:00
not next week, the one after, any afternoon | 18 14:00, 20 15:00 | 11 14:00, 18 9:00
not this friday, the next one | 15 10:00 | 8 10:00
next week is nuts. the week after? | 19 10:00 | 12 10:00
my parents are here through sunday, so sometime after they leave, mornings | 11 9:00, 12 10:00 | 8 9:00, 11 15:00
the boot comes off the 14th, anything after that | 15 10:00, 19 10:00 | 14 10:00, 13 10:00
i have a call at 1 on tuesday so before that | 12 10:00, 12 12:30 | 12 14:00, 13 10:00
can you see me before i fly out on the 13th | 12 10:00, 8 10:00 | 13 10:00, 14 10:00
tomorrow is out. what about the day after | 8 10:00 | 7 10:00
the day after victoria day around 10 | 19 10:00 | 18 10:00, 20 10:00
the thursday before victoria day | 14 10:00 | 7 10:00, 21 10:00
the friday after canada day, early | 7-3 8:00 | 6-26 8:00
the week after victoria day, wednesday | 27 10:00 | 20 10:00, 13 10:00
a week tomorrow at 11 | 14 11:00 | 7 11:00
any weekday between 12 and 1 | 7 12:00, 11 12:30 | 9 12:00, 7 14:00
im free 10 to 2 so thats my window, thurs or fri | 7 11:00, 8 13:30 | 7 15:00, 8 9:00
mornings are hell, monday or tuesday | 11 14:00, 12 15:00 | 11 9:00, 12 10:00
nothing at night, i dont see well, tuesday | 12 10:00 | 12 18:30
monday 2 or 3, not 4 | 11 14:00, 11 15:00 | 11 16:00
3 not 2 on thursday | 7 15:00 | 7 14:00
friday at 10, sorry i mean 11 | 8 11:00 | 8 10:00
monday 9am. hmm no make that 9:30 | 11 9:30 | 11 9:00
every tuesday at noon for 4 weeks, starting the 19th | 19 12:00 | 12 12:00, 26 12:00
tues 4 or wed 5 | 12 16:00, 13 17:00 | 12 10:00, 13 16:00
three weeks from today, afternoon | 27 14:00 | 27 9:00
after work friday, 6 at the latest | 8 17:30 | 8 10:00, 8 18:30
la semaine du 25, mardi ou jeudi après 16h | 26 16:30, 28 17:00 | 27 16:30, 12 16:30, 26 10:00
la semaine prochaine, lundi mercredi ou vendredi, le matin | 11 9:00, 13 10:00, 15 9:00 | 12 9:00, 11 15:00
pas la semaine prochaine, celle d'après, un après-midi | 18 14:00, 20 15:00 | 11 14:00, 18 9:00
pas ce vendredi, l'autre | 15 10:00 | 8 10:00
la semaine prochaine c'est dingue. celle d'après? | 19 10:00 | 12 10:00
mes parents sont ici jusqu'à dimanche, donc après leur départ, le matin | 11 9:00, 12 10:00 | 8 9:00, 11 15:00
avant que je parte le 13 | 12 10:00, 8 10:00 | 13 10:00, 14 10:00
demain ça marche pas, le lendemain? | 8 10:00 | 7 10:00
le lendemain de la fête des patriotes vers 10h | 19 10:00 | 18 10:00, 20 10:00
le jeudi avant la fête de la reine | 14 10:00 | 7 10:00, 21 10:00
le vendredi après la fête du Canada | 7-3 10:00 | 6-26 10:00
demain en huit à 11h | 14 11:00 | 7 11:00
en semaine, entre midi et 13h | 7 12:00, 11 12:30 | 9 12:00, 7 14:00
les matins c'est impossible, lundi ou mardi | 11 14:00, 12 15:00 | 11 9:00, 12 10:00
lundi 14h ou 15h, pas 16h | 11 14:00, 11 15:00 | 11 16:00
vendredi 10h, excusez, 11h | 8 11:00 | 8 10:00
lundi 9h.. euh non mardi | 12 9:00 | 11 9:00
tout sauf mardi, sinon n'importe quand la semaine prochaine | 11 10:00, 13 10:00 | 12 10:00
chaque mardi midi pendant 4 semaines à partir du 19 | 19 12:00 | 12 12:00, 26 12:00
après la job vendredi, au plus tard 18h | 8 17:30 | 8 10:00, 8 18:30
vandredi matain | 8 9:00 | 8 15:00
mecredit aprè midi | 13 14:00 | 13 9:00
ce midi | 6 12:00 | 6 16:00, 7 12:00
any day after the fête du canada | 7-2 10:00, 7-3 14:00 | 6-30 10:00
n'importe quand après la Saint-Jean | 6-25 10:00, 6-26 14:00 | 6-23 10:00
before friday evening, around noon | 7 12:00, 8 12:00 | 7 9:00, 11 12:00
je suis à Rimouski jusqu'à dimanche, la semaine prochaine m'irait | 11 10:00, 14 15:00 | 8 10:00
i'm up north till sunday, next week is good | 11 10:00, 14 15:00 | 8 10:00
we're back from the cottage on the 12th, whenever from then on | 12 10:00, 13 15:00 | 11 10:00
lundi ça fitte pas, mardi je suis libre toute la journée | 12 9:00, 12 15:00 | 11 10:00
monday doesn't fit, i'm open all day tuesday | 12 9:00, 12 15:00 | 11 10:00
je suis pris toute la journée sauf le midi, jeudi | 7 12:00 | 7 9:00, 7 15:00
thursday but i have to leave by 2 | 7 10:00, 7 13:00 | 7 15:00
soit lundi soit jeudi, en avant-midi | 11 9:00, 7 10:00 | 11 14:00, 12 9:00
mercredi, soit avant 10h soit après 16h | 13 9:00, 13 16:30 | 13 13:00
un mardi ou un jeudi, le matin seulement | 12 9:30, 7 9:30 | 12 14:00, 7 14:00
lundi, passé 17h | 11 17:30 | 11 16:00
vendredi 14h... ah zut, 15h | 8 15:00 | 8 14:00
demain ou après-demain, avant 11h | 7 9:00, 8 10:00 | 7 14:00, 11 9:00
thurs 2 sat, mornings only | 7 9:00, 9 10:00 | 7 14:00
dans un mois environ, un lundi | 6-8 10:00 | 5-11 10:00
8 is too early, make it 10 on monday | 11 10:00 | 11 8:00
i already have class at 4 so 5 on tuesday | 12 17:00 | 12 16:00
rien avant 10h svp je suis pas du matin, vendredi | 8 10:30, 8 15:00 | 8 9:00
my sister April needs a spot monday at noon | 11 12:00 | 4-6 12:00
après l'école, mardi ou mercredi | 12 15:30, 13 16:00 | 12 10:00
next week i work from home tuesday, so tuesday afternoon | 12 14:00 | 12 9:00
the 18th, 2 or later | 18 14:30, 18 16:00 | 18 10:00
got anything avail sat | 9 10:00 | 8 10:00
mon or sat would be perfect | 11 10:00, 9 10:00 | 8 10:00
thurs n fri, before 11 | 7 9:00, 8 9:30 | 7 12:00
it's for my niece, may. thursday at 2? | 7 14:00 | 8 14:00
pour ma cousine, avril: vendredi 10h | 8 10:00 | 7 10:00
tuuuesday afternoon pleaseee | 12 14:00 | 12 9:00
can u do wenesday moring | 13 9:30 | 13 14:00
lndi matn svp | 11 9:30 | 11 14:00
vs auriez 15h jeudi? | 7 15:00 | 7 9:00
d'laprès-midi vendredi | 8 14:00 | 8 9:00
monday the minute you guys open | 11 8:00 | 11 11:00
bright and early on the 14th | 14 8:00 | 14 11:00
vendredi, aussitôt que vous ouvrez | 8 8:00 | 8 14:00
jeudi ben tôt | 7 8:00 | 7 14:00
friday i'm free from 2 onward | 8 14:30, 8 17:00 | 8 10:00
from 130 onwards on tuesday | 12 14:00 | 12 10:00
monday works when it's 4 or later | 11 16:30 | 11 10:00, 12 10:00
as soon as i'm done work on monday | 11 17:30 | 11 10:00
quand j'ai fini de travailler jeudi | 7 17:30 | 7 10:00
any morning next week, tuesday excluded | 11 9:30, 15 9:30 | 12 9:30, 11 14:00
la semaine prochaine, lundi exclu | 12 10:00, 15 10:00 | 11 10:00
mondays aside, mornings next week are great | 12 9:30 | 11 9:30, 12 14:00
i teach thursday 9 to 3 so whatever's outside of that | 7 16:00, 7 8:30 | 7 10:00, 8 10:00
vendredi je travaille de 10 à 15h, en dehors de ça? | 8 16:00, 8 9:00 | 8 11:00, 7 10:00
two weeks out, a monday or a tuesday | 18 10:00, 19 10:00 | 11 10:00, 20 10:00
dans 3 semaines à peu près, un mardi | 26 10:00 | 12 10:00, 27 10:00
the first few days of june | 6-1 10:00, 6-3 10:00 | 29 10:00, 6-9 10:00
la dernière semaine de mai | 27 10:00 | 20 10:00, 6-1 10:00
thurs at 2.. typo, 3 i mean | 7 15:00 | 7 14:00
mardi 9h, 10h je veux dire | 12 10:00 | 12 9:00
la semaine prochaine mardi ou jeudi matin | 12 9:30, 14 9:30 | 7 9:30, 13 9:30
la sem pro lundi ou mercredi | 11 10:00, 13 10:00 | 12 10:00
ni jeudi ni vendredi, le reste je suis libre | 11 10:00, 12 15:00 | 7 10:00, 8 10:00
neither thursday nor friday | 11 10:00 | 7 10:00, 8 10:00
pas lundi ni mardi la semaine prochaine | 13 10:00, 15 10:00 | 11 10:00, 12 10:00, 18 10:00
not next week, the one after. mornings | 18 9:30, 20 9:30 | 11 9:30, 18 15:00
i have to catch a train at 3 friday so need to be done before | 8 10:00, 8 14:00 | 8 15:30, 7 10:00
je pogne le bus de 15h lundi, faut que je sois sorti avant | 11 10:00 | 11 16:00
around two on may fifteenth | 15 14:00 | 15 9:00, 14 14:00
jfinis à 15h donc pas avant 15h30, lundi | 11 16:00 | 11 15:00, 12 16:00
on avait dit jeudi 10h | 7 10:00 | 8 10:00
les 3 prochains jeudis à 17h | 7 17:00, 14 17:00 | 8 17:00
je finis à 15h donc après ça, vendredi | 8 15:30, 8 17:00 | 8 14:00, 7 15:30
mon would be great, before 11 | 11 10:00 | 11 14:00
the friday after this one at 3 | 15 15:00 | 8 15:00, 22 15:00
l'autre vendredi vers 10h | 15 10:00 | 8 10:00
the 16th i'm at a wedding, other saturdays work | 9 10:00, 23 10:00 | 16 10:00
le 9 j'ai un mariage, les autres samedis c'est bon | 16 10:00, 23 10:00 | 9 10:00
"""
