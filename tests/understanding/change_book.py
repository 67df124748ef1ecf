"""Changes to bookings, as people write them on wednesday 6 May 2026 at 9:20.

The writer holds monday 11 May 16:00 with Ana and friday 15 May 9:30 with Marc. Starts are written as in the wish book.
"""

from __future__ import annotations

# text | intent | which bookings | allowed | not allowed
CHANGES: str = """
can you move monday to tuesday | move | 11 16:00 | 12 16:00 | 11 16:00, 15 9:30
move my friday appointment to thursday the 14th at noon | move | 15 9:30 | 14 12:00 | 15 12:00, 14 9:00
i need to change monday's session | move | 11 16:00 | |
monday at 4 needs to become 5 | move | 11 16:00 | 11 17:00 | 11 16:00
push friday back an hour | move | 15 9:30 | 15 10:30 | 15 9:30
could friday be half an hour earlier | move | 15 9:30 | 15 9:00 | 15 9:30
same time on tuesday instead of monday please | move | 11 16:00 | 12 16:00 | 12 9:00
monday's no good anymore, how about wednesday morning | move | 11 16:00 | 13 9:30 | 13 15:00
swap friday for any afternoon next week except tuesday | move | 15 9:30 | 14 14:00 | 12 14:00, 14 9:00
can we do my friday one a week later same time | move | 15 9:30 | 22 9:30 | 15 9:30
I can't make the 11th, anything the day after? | move | 11 16:00 | 12 10:00 | 11 16:00
bring my monday appt forward to 2 | move | 11 16:00 | 11 14:00 | 11 16:00
reschedule the one with marc to monday the 18th | move | 15 9:30 | 18 10:00 | 15 10:00
move it from the 15th to the 19th at 9:30 | move | 15 9:30 | 19 9:30 | 15 9:30
something came up monday, can i come tuesday after 3 | move | 11 16:00 | 12 15:30 | 12 10:00, 11 17:00
pls move mon to tues or wed, not before 10 | move | 11 16:00 | 13 10:30, 12 11:00 | 13 9:00, 15 11:00
on peut déplacer lundi à mardi? | move | 11 16:00 | 12 16:00 | 11 16:00, 15 9:30
changer mon rendez-vous de vendredi pour jeudi le 14 à midi | move | 15 9:30 | 14 12:00 | 15 12:00, 14 9:00
faudrait que je change ma séance de lundi | move | 11 16:00 | |
repousser vendredi d'une heure | move | 15 9:30 | 15 10:30 | 15 9:30
devancer vendredi de 30 minutes | move | 15 9:30 | 15 9:00 | 15 9:30
mardi même heure au lieu de lundi svp | move | 11 16:00 | 12 16:00 | 12 9:00
lundi ça marche plus, mercredi matin à la place? | move | 11 16:00 | 13 9:30 | 13 15:00
remettre vendredi à la semaine suivante même heure | move | 15 9:30 | 22 9:30 | 15 9:30
je peux pas le 11, avez-vous de la place le lendemain | move | 11 16:00 | |
mon 16h de lundi, on peut le mettre à 14h? | move | 11 16:00 | 11 14:00 | 11 16:00
déplacez celui du 15 au 19 à 9h30 | move | 15 9:30 | 19 9:30 | 15 9:30
j'ai un empêchement lundi, je peux venir mardi après 15h | move | 11 16:00 | 12 15:30 | 12 10:00, 11 17:00
reporter lundi à mardi ou mercredi, pas avant 10h | move | 11 16:00 | 13 10:30, 12 11:00 | 13 9:00, 15 11:00
déplace mon rdv avec Marc à lundi le 18 | move | 15 9:30 | 18 10:00 | 15 10:00
cancel monday | cancel | 11 16:00 | |
cancel my 9:30 on friday | cancel | 15 9:30 | |
please cancel both | cancel | 11 16:00, 15 9:30 | |
cancel the 15th but keep monday | cancel | 15 9:30 | |
can't come on the 11th, sorry | cancel | 11 16:00 | |
cancel my next appointment | cancel | 11 16:00 | |
i have to skip friday | cancel | 15 9:30 | |
annule lundi | cancel | 11 16:00 | |
annulez mon 9h30 de vendredi svp | cancel | 15 9:30 | |
annule les deux | cancel | 11 16:00, 15 9:30 | |
annule le 15 mais garde lundi | cancel | 15 9:30 | |
je pourrai pas venir le 11 désolé | cancel | 11 16:00 | |
annuler mon prochain rendez-vous | cancel | 11 16:00 | |
je dois sauter vendredi | cancel | 15 9:30 | |
je confirme lundi | confirm | 11 16:00 | |
see you friday at 9:30! | confirm | 15 9:30 | |
yes for monday | confirm | 11 16:00 | |
I'll be there on the 15th | confirm | 15 9:30 | |
oui pour vendredi | confirm | 15 9:30 | |
on se voit lundi 16h | confirm | 11 16:00 | |
je serai là les deux fois | confirm | 11 16:00, 15 9:30 | |
can monday's session be at 2 instead | move | 11 16:00 | 11 14:00 | 11 16:00
move the 11th to the 12th at 10 | move | 11 16:00 | 12 10:00 | 11 10:00
friday's appointment needs to be later, like 11 | move | 15 9:30 | 15 11:00 | 15 9:30
could I do tuesday instead of monday, anytime after 2 | move | 11 16:00 | 12 14:30 | 12 10:00, 11 16:00
i can't do monday at 4 anymore, is there anything wednesday | move | 11 16:00 | 13 10:00 | 11 16:00
please push back monday by 30 min | move | 11 16:00 | 11 16:30 | 11 16:00
can friday move up an hour | move | 15 9:30 | 15 8:30 | 15 9:30
swap my monday 4pm for thursday 4pm | move | 11 16:00 | 14 16:00 | 11 16:00
reschedule my next appointment to tuesday morning | move | 11 16:00 | 12 9:30 | 12 15:00
move both to the week after | move | 11 16:00, 15 9:30 | |
la séance de lundi peut-elle être à 14h à la place | move | 11 16:00 | 11 14:00 | 11 16:00
changez le 11 pour le 12 à 10h | move | 11 16:00 | 12 10:00 | 11 10:00
je peux plus lundi à 16h, avez-vous quelque chose mercredi | move | 11 16:00 | 13 10:00 | 11 16:00
repousse lundi de 30 min | move | 11 16:00 | 11 16:30 | 11 16:00
est-ce que vendredi peut être une heure plus tôt | move | 15 9:30 | 15 8:30 | 15 9:30
changer mon prochain rendez-vous pour mardi matin | move | 11 16:00 | 12 9:30 | 12 15:00
mets lundi à 17h au lieu de 16h | move | 11 16:00 | 11 17:00 | 11 16:00
drop friday but leave monday as is | cancel | 15 9:30 | |
cancel everything | cancel | 11 16:00, 15 9:30 | |
I need to cancel the one with marc | cancel | 15 9:30 | |
cancel the later one | cancel | 15 9:30 | |
annule celui avec Ana | cancel | 11 16:00 | |
annulez vendredi, je garde lundi | cancel | 15 9:30 | |
je ne pourrai pas être là le 15 | cancel | 15 9:30 | |
mon -> wed same time | move | 11 16:00 | 13 16:00 | 11 16:00
bump monday to 5 | move | 11 16:00 | 11 17:00 | 11 16:00
make the second one tuesday at noon | move | 15 9:30 | 12 12:00 | 12 9:30
push both by a week, same times | move | 11 16:00, 15 9:30 | 18 16:00, 22 9:30 | 18 9:30
i know i said monday but tuesday would suit me better | move | 11 16:00 | 12 10:00 | 11 16:00
don't touch friday, only monday needs to move. wednesday at 2? | move | 11 16:00 | 13 14:00 | 13 10:00
monday to the following monday, same time | move | 11 16:00 | 18 16:00 | 11 16:00
i need another time for friday | move | 15 9:30 | |
le deuxième, mettez-le mardi midi | move | 15 9:30 | 12 12:00 | 12 9:30
reportez les deux d'une semaine, mêmes heures | move | 11 16:00, 15 9:30 | 18 16:00, 22 9:30 | 18 9:30
j'avais dit lundi mais mardi m'arrangerait plus | move | 11 16:00 | 12 10:00 | 11 16:00
changer mon lundi pour la semaine d'après | move | 11 16:00 | 19 10:00 | 12 10:00
devancer d'une demi-heure ma visite de vendredi | move | 15 9:30 | 15 9:00 | 15 9:30
monday has to go, friday is still ok | cancel | 11 16:00 | |
not gonna happen monday | cancel | 11 16:00 | |
keep monday, drop friday | cancel | 15 9:30 | |
monday's off, still coming friday | cancel | 11 16:00 | |
im bailing on both | cancel | 11 16:00, 15 9:30 | |
lundi ça tombe à l'eau, vendredi reste | cancel | 11 16:00 | |
lundi va falloir laisser faire | cancel | 11 16:00 | |
gardez lundi mais enlevez vendredi | cancel | 15 9:30 | |
je laisse tomber les deux | cancel | 11 16:00, 15 9:30 | |
jdois anuler lundi | cancel | 11 16:00 | |
reculer mon lundi d'une semaine mais à 10h | move | 11 16:00 | 18 10:00 | 18 16:00, 11 10:00
push monday by a week but at 10 | move | 11 16:00 | 18 10:00 | 18 16:00, 11 10:00
lundi ça marche finalement, c'est vendredi le hic. vendredi 11h au lieu de 9h30? | move | 15 9:30 | 15 11:00 | 15 9:30
monday works, friday is the trouble. friday at 11 instead? | move | 15 9:30 | 15 11:00 | 15 9:30
bring friday up to thursday at noon | move | 15 9:30 | 14 12:00 | 15 12:00
je serai pas là lundi, mercredi matin ça irait | move | 11 16:00 | 13 9:30 | 13 15:00
i finish late monday, can we make it 6 | move | 11 16:00 | 11 18:00 | 11 16:00
could monday's be with priya | move | 11 16:00 | |
lundi pour priya à la place, même heure | move | 11 16:00 | |
my monday, could we make it tuesday same time | move | 11 16:00 | 12 16:00 | 11 16:00
vendredi ça fonctionne pas, est-ce que jeudi midi se peut? | move | 15 9:30 | 14 12:00 | 15 12:00
monday to the monday after that, same time | move | 11 16:00 | 18 16:00 | 11 16:00
laissez tomber lundi, je garde vendredi | cancel | 11 16:00 | |
je ne pourrai être présente le 15 | cancel | 15 9:30 | |
je dois annuler lundi, l'auto est au garage. à vendredi! | cancel | 11 16:00 | |
i won't be able to keep friday, please cancel it | cancel | 15 9:30 | |
annulez lundi, et il me reste combien de séances | cancel | 11 16:00 | |
no need for the friday one anymore | cancel | 15 9:30 | |
vous pouvez donner ma place du 15 à quelqu'un d'autre | cancel | 15 9:30 | |
cancel monday and friday | cancel | 11 16:00, 15 9:30 | |
need to cancel the next one | cancel | 11 16:00 | |
monday at 4 still good | confirm | 11 16:00 | |
lundi 16h c'est beau de mon bord | confirm | 11 16:00 | |
3 is better than 4 on monday | move | 11 16:00 | 11 15:00 | 11 16:00
i've got 4 on monday, need it to be 5 | move | 11 16:00 | 11 17:00 | 11 16:00
recital got moved to monday so 4 is out. wednesday 10:30? | move | 11 16:00 | 13 10:30 | 11 16:00, 11 14:00
16h lundi ça marche pus, 17h ça serait mieux | move | 11 16:00 | 11 17:00 | 11 16:00
le problème c'est lundi, vendredi est correct. lundi 14h à la place? | move | 11 16:00 | 11 14:00 | 15 9:30
monday's fine, it's friday that doesn't work. saturday? | move | 15 9:30 | 16 10:00 | 15 9:30
the issue is friday at 9:30, monday is all good. would 11 work that day? | move | 15 9:30 | 15 11:00 | 11 11:00
could priya take my monday instead of ana | move | 11 16:00 | |
vendredi j'aimerais mieux avoir Ana | move | 15 9:30 | |
not changing anything else, but can priya do my friday instead | move | 15 9:30 | |
push the friday one back one day | move | 15 9:30 | 16 9:30 | 15 9:30
can the next one i have be pushed 7 days, time stays the same | move | 11 16:00 | 18 16:00 | 11 16:00
vendredi, remettez-le à la même heure le vendredi suivant | move | 15 9:30 | 22 9:30 | 15 9:30
instead of friday i'd take the friday after at 10 | move | 15 9:30 | 22 10:00 | 15 10:00
monday's still on but please take friday out | cancel | 15 9:30 | |
friday can be dropped | cancel | 15 9:30 | |
let friday go, i'm all better | cancel | 15 9:30 | |
monday's a write off, leave that one out | cancel | 11 16:00 | |
can u take me out of monday | cancel | 11 16:00 | |
i gotta get out of monday's session | cancel | 11 16:00 | |
please pull friday, ill keep monday | cancel | 15 9:30 | |
drop whichever one is coming up next | cancel | 11 16:00 | |
cancel fri n tell me my balance | cancel | 15 9:30 | |
sortez-moi de vendredi svp | cancel | 15 9:30 | |
laissez tomber vendredi, lundi c'est bon | cancel | 15 9:30 | |
sautez mon rdv de vendredi | cancel | 15 9:30 | |
lundi tient toujours, c'est vendredi le problème | cancel | 15 9:30 | |
put friday on thursday and leave monday alone | move | 15 9:30 | 14 9:30 | 15 9:30, 11 9:30
mets mon lundi à mardi pis laisse vendredi là | move | 11 16:00 | 12 16:00 | 15 16:00
turns out my kid has a game monday afternoon, could i come wednesday at 5 | move | 11 16:00 | 13 17:00 | 11 17:00
vendredi mais une demi-heure plus tôt svp | move | 15 9:30 | 15 9:00 | 15 9:30
any way i could come in a day sooner for the friday one | move | 15 9:30 | 14 9:30 | 15 9:30
monday's session, what else do you have that week after 3 | move | 11 16:00 | 12 15:30, 13 16:00 | 18 15:30
vendredi ça va être sans moi | cancel | 15 9:30 | |
yes to monday, not sure about friday yet | confirm | 11 16:00 | |
c'est confirmé pour lundi, vendredi on verra | confirm | 11 16:00 | |
finalement lundi c'est bon | confirm | 11 16:00 | |
monday works after all | confirm | 11 16:00 | |
je viens pu vendredi | cancel | 15 9:30 | |
jveux pu venir lundi | cancel | 11 16:00 | |
monday's gonna be tight, could we put it at 5 | move | 11 16:00 | 11 17:00 | 11 16:00
lundi va être serré, on peut tu le mettre à 17h | move | 11 16:00 | 11 17:00 | 11 16:00
ma facture d'avril svp et annulez lundi | cancel | 11 16:00 | |
i'm out of town friday | cancel | 15 9:30 | |
no way i can make friday | cancel | 15 9:30 | |
im out monday, wednesday at 10? | move | 11 16:00 | 13 10:00 | 12 10:00
lundi sans faute | confirm | 11 16:00 | |
"""
