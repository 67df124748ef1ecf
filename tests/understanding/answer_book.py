"""Replies to what is on the table, as people write them on wednesday 6 May 2026 at 9:20."""

from __future__ import annotations

# Three times were offered: Thu 7 May 15:00 with Ana, Mon 11 May 9:00 with Marc, Fri 15 May 11:30 with Priya.
# reply | the choice picked (from 1), or the intent
SLOTS: str = """
1 | 1
#2 | 2
2 please | 2
the first one | 1
3rd | 3
last one works | 3
option 3 | 3
number two thanks | 2
let's go with the second | 2
thursday | 1
monday works for me | 2
the 9am one | 2
11:30 is perfect | 3
the one with marc | 2
with priya please | 3
I'll take the monday | 2
the latest one | 3
the earliest | 1
friday the 15th | 3
thurs at 3 | 1
the afternoon one | 1
deux | 2
la première | 1
le 3 svp | 3
la dernière | 3
je prends la deuxième | 2
lundi ça me va | 2
celle de 9h | 2
avec Marc | 2
le jeudi | 1
15h c'est beau | 1
option 2 stp | 2
la 1 | 1
vendredi | 3
m'a prendre celle de lundi | 2
le plus tard | 3
numéro 3 | 3
none of those | negate
none work for me | negate
neither | negate
no | negate
aucune | negate
ça marche pas | negate
something else? | more_options
anything later? | more_options
other days? | more_options
d'autres choix? | more_options
autre chose? | more_options
plus tard dans la semaine? | more_options
never mind | abort
laisse faire | abort
do you have tuesday instead? | more_options
mardi à la place? | more_options
can you do 4 on thursday? | inform
monday but at 10 | inform
lundi mais à 10h | inform
"""

# One time was offered for a yes or no: Thu 7 May 15:00 with Ana.
CONFIRM: str = """
yes | affirm
y | affirm
yep that works | affirm
perfect thanks | affirm
ok go | affirm
sure why not | affirm
book it | affirm
sounds good to me | affirm
yes please book it | affirm
oui | affirm
ouin | affirm
ok parfait | affirm
oui c'est beau | affirm
c'est correct | affirm
vas-y | affirm
oui svp merci | affirm
je la prends | affirm
👍 | affirm
no | negate
nope not that one | negate
no thanks | negate
non | negate
non merci | negate
pas celle-là | negate
ben non | negate
can't do that one sorry | negate
never mind | abort
laisse tomber | abort
yes but at 4 | inform
make it 4 | inform
no, friday | inform
no make it 3:30 | inform
oui mais à 16h | inform
plutôt 16h | inform
non vendredi | inform
can we do friday instead | inform
thursday is fine but later | more_options
how much is it? | ask_info
c'est combien? | ask_info
where is it? | ask_info
"""

# Nothing but a question about when.
WHEN: str = """
8 | 8:00
at 3 | 15:00
3:30 | 15:30
14h | 14:00
around noon | 12:00
vers 16h | 16:00
midi | 12:00
"""
