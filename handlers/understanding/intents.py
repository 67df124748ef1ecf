"""What a message wants: the labels, and the frames that tell them apart; of equally heavy ones the first said wins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handlers.understanding.frames import ANYWHERE, find, pattern
from handlers.understanding.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handlers.understanding.frames import Pattern, Words

LABELS: Final = word_set(
    """book move cancel confirm inform pick affirm negate abort undo more_options accept_offer decline_offer
join_waitlist leave_waitlist my_bookings balance usage_history buy_plan pay receipt policy ask_info human help
greeting thanks goodbye reaction auto_reply opt_out opt_in language my_data erase_me running_late out_of_scope
day week_summary block_time unblock_time attended no_show late note sell_plan adjust_credit find_client invite"""
)

# intent | weight | patterns, one a line. What each says is in frames.py.
CLIENT_FRAMES: Final = """
opt_out 95
    enough with/of .. REMINDER/texts/messages
    REMINDER/textos/messages .. assez/enough/arreter
    assez .. REMINDER/textos/messages
    DONT WANT these/those/any/your/vos/ces/more .. REMINDER/texts/messages/textos
    veux plus/pu .. REMINDER/messages/textos
    ^ STOP svp/stp/please/pls
    STOPTEXT
    UNSUB !MY
    UNSUB .. number/numero/REMINDER/texts/messages/list/liste
    STOP texting/messaging/sending/writing/emailing/calling/bothering/pinging/contacting/spamming
    STOP .. me/m texter/ecrire/envoyer/contacter/appeler/messager/relancer !BOOK
    ne/pas + me/m texter/ecrire/contacter !CANCEL !besoin
    ^ STOP $
    = STOP
    ^ STOP REMINDER
    STOP .. REMINDER !BOOK
    DONT WANT .. REMINDER !RECEIPT
    no longer WANT .. REMINDER/texts/messages
    DONT/no receive/recevoir .. REMINDER/messages
    take/remove me off .. list !WAITLIST
    REMOVE me/moi/mon/my .. list/liste/contacts/REMINDER/messages !WAITLIST
    get/take me off .. REMINDER/messages
    REMOVE .. REMINDER/messages !BOOK !APPT
    no more REMINDER
erase_me 90
    forget/oublie .. everything/tout .. sujet/moi/me
    DATA .. ERASE
    ERASE .. DATA
    ERASE .. avez/have .. moi/me
    ERASE .. personal/personnelles/infos/info/information
erase_me 88
    forget/oublie/oubliez .. about/sur me/moi !T
    forget/oublie/oubliez .. everything/tout .. me/moi
    remove/enlevez/retirez me .. system/systeme/database/files
    ERASE .. DATA
    ERASE my/mon/mes/everything/tout/toutes !APPT
    ERASE .. account/compte/number/numero/infos/info/dossier/file/data/donnees
my_data 86
    acces/access .. DATA/dossier/file/info/infos/informations/information
    what/quelles/quoi .. DATA
    copy/copie .. everything/tout/file/dossier/have/avez
    quoi/what/quelles .. avez/have .. sur/about/on moi/me
    informations/infos/info .. sur/about/on moi/me
    WHAT .. DATA
    copy/copie .. DATA
    send/envoyez/envoie/see/voir/get/obtenir/access/want/veux/download .. DATA
    WHAT info/infos/data/donnees .. me/moi
    WHAT .. information .. me/moi
opt_in 84
    WANT .. REMINDER again/encore/back
    renvoyer/remettre/renvoyez/remettez/recommencer .. REMINDER
    REMINDER again/encore
    = start
    RESUME .. REMINDER/texting/sending
    RESUME .. again/nouveau
    RESUME .. REMINDER
    = RESUME
    RESUME me .. again
    REMINDER .. back + on
    WANT .. REMINDER .. again/encore/nouveau
    send/envoyez .. REMINDER .. again/nouveau/encore
out_of_scope 83
    forget/oublie/ignore .. rules/instructions/regles/consignes
    premier ministre
    prime minister
    forever/gratuit free
    free forever
    is this/it .. office/clinic/restaurant/pizza/store/salon/doctor/dr
    est ce .. bureau/restaurant/pizzeria/salon
    want .. to OFFTOPIC/followers
    BUY .. OFFTOPIC/followers
    swollen/enfle/bleeding/saigne/fractured/broken/engourdi !PAYMENT !link/lien
    OFFTOPIC !BOOK !CANCEL !MOVE !APPT
    ^ STRANGER
    STRANGER $
    WHAT/tell/quelle .. OFFTOPIC
    MEDICAL !APPT !T !PAYMENT !experience !faut !need !dois !require !required
    can/should/puis/dois/may/je/i .. take/double/doubler/mix/prendre/arreter/stop .. MEDICAL
    take/prendre .. MEDICAL
    SYSTEM .. instructions/clients/prompt/mode/password
    ignore/disregard/oublie/oubliez/ignorez .. instructions/rules/regles/consignes
    ^ system !down
    SYSTEM .. list/liste/free/gratuit/gratuites
    reveal/divulgue
    MEDICAL !BOOK !MOVE !CANCEL !experience !HAVE !APPT !T !PAYMENT
    chest/poitrine + pain/hurts/hurting/tight/serre/serree
    trouble/hard/cant/can t + breathing/breathe
    mal/misere/difficulte a/de respirer
    how many .. MEDICAL
    wrong/mauvais/mauvaise + number/numero/person/personne/conversation/chat/destinataire
    trompe de numero/conversation/personne
    you won/winner/bitcoin/crypto/loan/prize
    click/cliquez .. link/lien/here/ici
    SERVICE never
language 82
    someone/anyone/quelqu .. SPEAK/speaks/parle .. LANG_FR/LANG_EN
    speaks/parle .. LANG_FR/LANG_EN !STAFF
    CAN .. SPEAK .. LANG_FR/LANG_EN !STAFF
    SPEAK .. LANG_FR/LANG_EN !STAFF
    = LANG_FR/LANG_EN
    ^ LANG_FR/LANG_EN $
    LANG_FR/LANG_EN .. SPEAK !HUMAN
    WANT/rather/prefer/plutot .. LANG_FR/LANG_EN
    in/en + LANG_FR/LANG_EN
    HAVE LANG_FR/LANG_EN
    LANG_FR/LANG_EN .. correct/bon/parfait/va/mieux/fine/better !HUMAN
    LANG_FR/LANG_EN is/works/better/fine/ok/svp/please/stp/mieux/preferred !HUMAN
leave_waitlist 86
    REMOVE .. WAITLIST
    drop/leave/quit/quitter/cancel/sortez/sors .. WAITLIST !put/mets/mettez/add/ajoute/ajoutez
    CANCEL .. WAITLIST !put/mets/mettez/add/ajoute/ajoutez
    DONT .. need/besoin .. WAITLIST
    no/plus .. WAITLIST !if/si/put/mets/mettez
    off + the WAITLIST
    leave/quit/quitter/quittez/quitte .. list/liste
join_waitlist 80
    REMEMBER
    if/si/when/quand/case/cas .. CANCELLATION
    CANCELLATION .. moi/me/know/text/call
    mind/tete .. CANCELLATION
    add/put/mets/mettez/ajoute/ajoutez .. name/nom .. list/liste
    add/put/mets/mettez/ajoute/ajoutez/inscris/inscrivez me/us/moi/nous .. list/liste
    want/like/veux/voudrais/aimerais .. on/sur .. list/liste
    mets/mettez/mettre/met .. en attente
    on/sur .. list/liste for/pour T
    si/if .. OPENING .. ouvre/libere/opens/up
    get/be on .. WAITLIST
    if/si/when/quand .. OPENING opens/open/libere/liberent/frees/comes
join_waitlist 79
    if/when .. cancels !policy/fee/charge/happens
    if/si .. anybody/anyone/somebody/someone .. CANCEL/desistement/annulation/desiste/place
    if/si .. quelqu/quelquun/personne/jamais .. CANCEL/desistement/annulation/desiste/place
    desistement .. signe/avisez/text/call/me/moi
    signe/avisez/avise/appelez .. desistement/annulation/place/libere
join_waitlist 78
    WAITLIST !how/comment/what/position/rank
    if/si .. CANCEL .. text/let/tell/call/textez/texte/appelez/avisez/avise/ecris/ecrivez/prends/take/me/moi
    text/let/tell/call/texter/appeler/aviser .. if/si/when/quand .. CANCEL/OPENING/opens/open/free/libere/ouvre/up !tard
    aviser/ping/notify/ecris/ecrivez/fais/faites .. if/si/when/quand .. CANCEL/OPENING/opens/free/libere/up !tard
    aviser/ping/notify/ecris/ecrivez/fais/faites/laisser .. if/si/when/quand .. ouvre !tard
    if/si .. opens/frees/libere/ouvre/comes/desiste/pops
    if/si someone/anyone/somebody/quelqu/quelquun/jamais/ever .. CANCEL/OPENING/place/drops/out
    let/text/tell/call/avisez/avise/ecrivez .. annulation/cancellation/annule/cancels/desistement !HOWMANY !HOW !combien
    ecris/signe/appelez/appelle/notify/ping .. annulation/cancellation/annule/cancels/desistement
    if/when .. OPENING .. opens/comes/pops/frees/up
    first .. CANCEL
    in case .. CANCEL/OPENING
undo 84
    = oops/oups/woops/whoops
    wrong/mauvais/mauvaise + one/button/bouton/choix/number/chiffre .. UNDO
    pressed/clicked/tapped/hit/pese/appuye/clique .. wrong/mauvais/mauvaise
undo 77
    remettre/remettez/remets/ravoir/recuperer/reprendre .. CANCEL
    cancel/CANCEL .. last/derniere + thing/one/action/affaire/chose/message
    go back .. keep/garder/want
    annule .. derniere/dernier affaire/chose/action
    that/it/this/c was .. mistake/accident
    c etait .. erreur
    bring back .. APPT/booking
    put me back
    didn/didnt mean
    clicked/pressed/tape/clique .. wrong/mistake/mauvais/erreur
    remets/remettez .. comme/avant
    want/veux it/them/mine/mon/ma/le/la + back
    UNDO !DONTCANCEL !LENGTH
    CANCEL/annule ce que je
    undo
    oops/oups/woops .. cancel/annule/back/undo/remets
    CANCEL .. was/were .. mistake/erreur
    bring/put .. back + $
    reinstate
    give me .. back !refund
    remets/remettez .. comme
    MISTAKE
negate 96
    STOP + pas !j !je
    don/dont stop
negate 75
    CANCEL + pas
    CANCEL + le/la/les/ca/moi + pas
    CANCEL + rien
    DONT + CANCEL !LATE
    pas besoin .. CANCEL
    DONT CANCEL !WANT/fee/charge/running
    DONT ask/demande/asked/say/said/dit/want .. CANCEL
    NEVER CANCEL
    pas/not CANCEL + ca/it/le/la/anything/rien
    who/qui .. said/say/dit/parle .. CANCEL
    nobody/personne/never/jamais/pas .. said/dit/parle .. CANCEL
    ne pas CANCEL
    DONT touch/touche !MOVE !CANCEL
abort 86
    start/recommence/repart/begin .. zero/scratch/over/beginning/debut
abort 76
    touche/touchez/touch .. rien/nothing/anything
    APPT/tout/everything .. reste/restent/stay/stays + la/put/same
    change/changing .. rien/nothing !else/autre
    DONT BOOK anything/it/that/rien/this/me
    = NO NEVERMIND
    NEVERMIND $ !sinon !otherwise
    ^ NEVERMIND !T !sinon !otherwise
    ^ NO NEVERMIND !T !sinon !otherwise
    changed my mind
    forget/oublie/oubliez .. message/texto/text !REMINDER
    forget/oublie/oubliez .. message/texto .. T
    forget/oublie/oubliez .. dit/said/ecrit/asked/demande
    ignore/disregard .. said/message/text/dit
    DONT WANT .. MOVE/BOOK anymore/plus/finally
    DONT WANT to MOVE/BOOK
    no longer WANT .. MOVE/BOOK
    WANT plus/pu/pus .. MOVE/BOOK/CANCEL
    veux plus/pu
    finalement .. WANT plus/pu/pus
    DONT MOVE it/that/anything/le/la/les/my/mon/ca !else/autre
    ^ DONT MOVE !else/autre
    laisse/laissez/laisser/leave .. meme
    leave + it/things/everything
running_late 74
    LATE .. min/minutes/mins/minute/N !NOT_COMING !CANT !CANCEL !MOVE
    N min/minutes/mins .. LATE !BOOK
    going/gonna/be/am/m/im/will/vais/suis/serai/etre/chui .. late/retard !too/CANCEL !trop !replying/reply
    chu/jvais/chus .. late/retard !too/CANCEL !trop
    en retard !frais/fee
    running late/behind
    stuck/coince/pogne/pris/prise/held/caught/coincee/pognee .. traffic/trafic/work/bouchon
    stuck/coince/coincee/held .. bus/train/metro
    pogne/pris/prise/caught/pognee dans/in/on .. bus/train/metro
    stuck/coince/pogne/pris/prise/held/caught/coincee/pognee .. construction/ttc/accident/401/subway/meeting/behind
    stuck !CANCEL !MOVE !CANT !NOT_COMING
    on my way
    en chemin/route
    be there in
    be there by
    omw
    start without me
    traffic/trafic/bouchon
    my + bus/train/uber/ride/car/autobus !CANCEL !MOVE !NOT_COMING
running_late 72
    find/trouve/looking/cherche/circling/circle/spot/tourne .. PARKING ... LENGTH
    PARKING ... LENGTH
    LENGTH ... PARKING
running_late 62
    = LENGTH !?
    = LENGTH away
    ^ there/la + in/dans/by/vers/pour !OPENING
    BETHERE SOON !can !NOT_COMING
    wait/attendre/attende/attendez .. LENGTH
    hold/gardez/garde .. APPT/spot/place .. LENGTH
    BETHERE by/around/vers/in/dans/pour T/N/LENGTH !NOT_COMING !PRICE !can
    BETHERE LENGTH
    VEHICLE .. sorry/desole/desolee/late/retard/tell/dis/min/minutes/mins/be !CANCEL !MOVE !NOT_COMING !CANT
    VEHICLE ... BETHERE/there/LATE !NOT_COMING !CANCEL
    T late/retard !too/trop
    LATE .. T/N !finish/finis/finit/too/trop/CANCEL/MOVE/BOOK/CANT/NOT_COMING/notice/reply/answer/text
running_late 60
    VEHICLE .. broke/broken/stopped/down/panne/arrete/bloque/slow/still/delayed !CANCEL !MOVE !NOT_COMING !CANT
running_late 52
    VEHICLE !WHERE/what/which !donc/apres/avant/before/after/so
    LATE !fee/fees/frais/too/trop/so/slow/finish/finis !BOOK !PRICE !PAYMENT !texting/text/reply/answer/response/message
receipt 76
    RECEIPT + de/of paiement/payment
    proof/preuve .. PAYMENT
receipt 73
    RECEIPT !bien !paye !paid !virement !paiement
    send/envoyer/envoyez/need/besoin/get/have/veux .. RECEIPT
    send/envoyer/envoyez/envoie/need/besoin/get/have/see/recu/copy/copie .. contract/contrat !CANCEL
    = my/mon contract/contrat
    = contract/contrat
    INSURANCE .. paper/papers/papier/document/slip/form/letter
    for/pour .. my/mes/mon/l INSURANCE
policy 80
    what/how/combien/quoi/qu/que/happens/arrive/when .. if/si .. CANT/NOT_COMING/NOSHOW/LATE
    what/how/combien/quoi/qu/que/happens/arrive/when .. if/si .. present/presente/miss/manque
    HOW long/soon/early/much .. CANCEL
    if/si i/je/j CANCEL .. CREDITS/REFUND/lose/charged/fee/frais/recupere/perds/perd/rembourse/back/get
    PACK .. finir/finit/finissent/termine/end/ends/runs/stop/stops .. quand/when
    quand/when .. PACK .. finir/finit/finissent/termine/end/ends
    PACK finir/finit/finissent/termine quand
    CREDITS/APPT/PACK run out/lapse
    when .. CREDITS/APPT/PACK .. run/lapse/end/finissent
    what if .. i/im LATE/late/sick/miss/SICK
    perds/lose/perdre/perd .. APPT/CREDITS .. si/if
    si/if .. perds/lose/perdre .. APPT/CREDITS
    what if ... PAYMENT
    if/si ... do/est i/ce .. PAYMENT
    charge/chargez .. NOSHOW/CANCEL/CANCELLATION/si/if
    vous/you/on/me/m facturer .. NOSHOW/CANCEL/CANCELLATION/si/if
    CANCELLATION RULES/fee/fees/frais/policy/politique
    RULES .. CANCELLATION
    CANCELLATION .. charge/charges/PRICE
    frais/fee .. CANCELLATION/CANCEL
    if/si .. late/retard/miss/manque/LATE .. lose/perds/perd/charged/charge/pay/paye
    HOWMANY .. CANCEL !APPT
    HOW + late/far/early/much/long .. CANCEL
    combien .. avance .. CANCEL/annule
    CANCEL .. combien .. avance
    jusqu .. CANCEL
    quand .. dernier .. CANCEL
    CREDITS/APPT/PACK .. carry/bons/bonnes/roll/good + over/until/jusqu
    CREDITS/APPT/PACK .. bons/bonnes/bon/valides/valide/valid/good jusqu/until/how/a/for
    combien de temps .. CREDITS/APPT/PACK/they/forfait
policy 74
    CANCEL .. without/sans fee/fees/frais/charge/penalite/penalty/paying/payer
policy 72
    utilise/utilisees/use + pas
    pas/non/not utilise/utilisee/utilises/utilisees/used !combien !HOWMANY
    unused
    APPT/CREDITS .. are/is/sont/est/get/be/elles + perdu/perdue/perdus/perdues/lost
policy 70
    REFUND !charged/paid/twice/double/fois
    HOW much .. RULES
    HOW + late can
    HOWMANY .. RULES
    RULES .. CANCEL !WANT/sorry/desole/desolee
    CANCEL .. RULES !WANT/sorry/desole/desolee
    what/quoi/happens/arrive .. if/si .. CANCEL/miss/late/show/LATE/NOSHOW/manque/annule/retard
    what if .. CANCEL/miss/late/show/retard/annule
    WHAT .. RULES
    CREDITS/APPT/PACK/they/PLAN .. expire/expires/expirent/valid/valides/transferable/good/expired
    do/does/est/can/when/how .. expire/expires/expirent/expiration
    expire/expires/expirent .. when/quand
    PERSON_OF/friend/ami/amie/someone/quelqu .. use/utiliser/prendre/take .. APPT/CREDITS/PACK
    PERSON_OF peut/peux/can
    CAN .. someone/wife/husband/son/daughter/friend/ami/mari/femme .. use/utiliser/take/prendre/share/partager/have
    CAN .. conjoint/kids/mother/mom/famille/blonde/chum/fils/fille .. use/utiliser/take/prendre/share/partager/have
    CAN .. share/partager/transfer/transferer/give/donner .. APPT/CREDITS/PACK/them
    share/partager/partage my/our/mon/mes/notre/nos .. APPT/CREDITS/PACK/PLAN
    transfer/transferer/give/donner/donne/extend/lengthen/prolonger/prolonge/rallonger my/our/mon/notre .. PACK/PLAN
    transfer/transferer/give/donner/donne/extend/lengthen/prolonger/prolonge/rallonger my/our/mon/notre .. CREDITS
    extend/prolonger .. PACK ?
    who can .. see/access
    qui .. voir/acces .. mes/mon/dossier/infos
    get charged/charge/billed/facture if
    will/do i/est .. charged/charge/pay/payer/facture .. if/si
    charge .. for .. CANCEL/no + show/late/cancelling/missing
    HAVE .. RULES
    RULES ?
    is there .. fee/frais/penalty/penalite
    frais .. si
    late + fee
    can i .. freeze/pause/extend/hold .. PACK/CREDITS/APPT/PLAN
    mettre .. pause
    FREEZE .. PACK/CREDITS
    PACK/CREDITS .. FREEZE
    what s/whats/c est quoi .. RULES
usage_history 70
    come/came/coming/taken/go/went/sort/sortie/enlevee/deduite off/de/of .. PACK/CREDITS
    ^ WHY N $
    ^ WHY N ?
    WHY + N $
    ^ WHY do i .. have/got + N
    ^ WHY j ai/ai .. + N
usage_history 69
    list/liste .. MY visits/visites
    dates .. MY/j/i
    HOWMANY times/fois .. i/j/je/did/ai
    venu/venue/venus/come/came/been .. HOWMANY times/fois
    WHAT day/days/jour/jours/journee/journees/dates/fois .. venu/venue/venus/came/come/been
    did i come/go/do
    did/have/avez/ai you/u/vous/tu take/took/taken/deduct/deducted/count/counted .. APPT/N/one/off
    did/have/avez/ai you/u/vous/tu use/remove/pris/compte/enleve .. APPT/N/one/off
    dates .. i/j came/come/venu/venue/visited
    CLIENT use/used
    USAGE .. APPT/CREDITS/session/PACK
    when/quand/how/comment/where/ou/what/which/quelles .. USAGE
    HOWMANY .. USAGE
    send/show/see/voir/envoyez/montre .. USAGE
    USAGE !BOOK !MOVE !CANCEL !WANT
    list/liste .. APPT .. past/done/faites/used/passees
    HOWMANY .. APPT .. ai fait/fait/done/used/attended/prises/utilise/had
    where .. CREDITS/APPT go/gone
    what did i .. use
balance 69
    what/que .. have/ai LEFT
    what/que .. LEFT $
    tell/dis/dites/show .. LEFT
    have/got any left
    N left .. N/shouldn/should/thought
    any LEFT !OPENING
    ai/jai/have encore/still .. APPT/CREDITS
    en suis .. PACK/forfait
    where am i .. PACK/PLAN
    much .. PACK .. left
balance 68
    comment/how .. me/m reste/left juste/only/seulement/N
    reste juste/seulement/rien
    WHY .. me/m .. reste
    HOWMANY .. encore/restant
    APPT left ?
    rendu/rendue .. combien
    ^ LEFT .. APPT/CREDITS/PACK/PLAN
    LEFT .. PACK/PLAN
    HOWMANY more
    HOWMANY .. i still have
    HOWMANY .. on/sur my/ma/mon card/carte/pass/passe/compte/account/punch
    reste tu/il/combien !OPENING/T
    LEFT HOWMANY
    how much/many .. on my PACK/PLAN
    still have APPT/CREDITS
    HOWMANY .. LEFT
    HOWMANY .. CREDITS
    HOWMANY APPT .. have/ai/got/left/reste/remaining/remain/LEFT
    HOWMANY .. APPT .. LEFT/left/have/ai/restent
    HOWMANY .. i .. have/got $
    HOWMANY .. reste/restent
    CREDITS
    MY .. CREDITS
    what/whats/check/quel/c est quoi .. CREDITS
    do/ai/jai/did/have .. CREDITS/APPT LEFT
    enough/assez .. CREDITS/APPT/PACK
    CREDITS/APPT/PACK last/lasts/dure/durent/durer/toffe/tiennent .. T/until/jusqu/till
    do i .. have APPT LEFT
    LEFT .. APPT/CREDITS/PACK ?
    APPT .. LEFT ?
    me reste .. APPT/N/combien
    m/me + reste
    il/en + reste !OPENING !T
    any APPT LEFT
    WHY .. only .. LEFT/N
    out of APPT/CREDITS !get/getting/back/pull
    where am i at
    j en ai/suis combien/encore/rendu
    rendu .. APPT/N/combien
    when .. PACK + expire
human 68
    who am i talking/texting/speaking
    a qui je parle
    c est qui .. parle
    get/give/passez/passe/find/want me/moi HUMAN
    ^ passez moi HUMAN/STAFF/quelqu
    passez moi .. HUMAN/STAFF
    STAFF .. call/text/appeler/appelle/rappeler/rappelle/ecrire/phone me/moi/m
    CAN STAFF .. call/text/appeler/ecrire/phone
    on m appelle/appelles/rappelle
    m appeler/appelle/rappeler/rappelle
    on/over the phone
    au telephone
human 67
    = person/personne/humain/human
    my/mon/ma number/numero/email/courriel/address/adresse/phone/cell .. changed/change/new/nouveau/is/est
    new/nouveau/nouvelle number/numero/phone/email/courriel
    changed/change .. number/numero/phone/cell
    TALK .. HUMAN/STAFF/you/vous/owner/practitioner/kinesiologist/kinesiologue/therapist
    WANT .. HUMAN !see !voir !T
    WANT/CAN .. TALK
    CALL me/moi !heure/quand/APPT/date
    me CALL
    CAN .. CALL
    is this .. bot/robot/automated/human/computer
    are you .. bot/robot/human/real/person
    HUMAN .. CALL/please/svp/appelle/rappelle/here/la
    = HUMAN
    have/get/ask/tell/demandez/demande/dites/dis .. STAFF .. CALL/call/appeler/appelle/rappeler/text
    ask/tell/demander/dites/dis .. STAFF .. me/m write/ecrire/reecrire/texter/contacter/repondre/revenir
    CALL .. STAFF .. me
    parle/parler .. bot/robot/machine
    parler a/avec
    tu es/es tu/etes vous .. robot/bot/humain/vraie
    complaint/plainte/complain
buy_plan 67
    N APPT au lieu/place .. N
    N APPT instead/rather .. N
    add/ajoute/ajoutez N more APPT
    do/go/take/pour/with .. N APPT PACK
    same/meme PACK
buy_plan 66
    how/comment .. get/avoir/buy/acheter more/plus !T
    i/je want/need/veux more/plus $
    get/have/avoir/need/want/besoin/veux/buy more/plus + APPT !T
    how .. get more APPT
    embarque .. PLAN/PACK
    BUY .. PACK
    BUY .. PLAN
    BUY .. N APPT
    WANT .. PACK !WHAT !CANCEL
    WANT .. PLAN !WHAT
    N MONTHLY !BOOK
    N APPT MONTHLY !BOOK
    WANT .. MONTHLY !WHAT !CANCEL !BOOK
    another/more/autre/new/nouveau PACK
    another/autre + N $
    autre + de + N $
    un/une PACK .. de/of N
    renew/renouveler/renouvelle/renewal/renouvellement
    upgrade/passer .. PLAN/N/PACK
    upgrade to/for/au/a T $
    upgrade/passer .. T/N APPT/PACK
    passer .. a/to .. APPT !T
    top me up
    sign me .. PLAN/PACK
    BUY more/plus
    CAN .. get/have/avoir/prendre .. PACK/PLAN !what
    take/get/start/prends/prend/prendre/go .. PLAN
    put me on .. PLAN
    acheter/buy/purchase/acheterais
    PLAN please/svp/plz
    ready .. PACK/PLAN/renew
    PACK .. de/of/for N please/svp
pay 77
    where/ou .. link/lien
    get/got/see/find/receive/received/recu/recois/eu/vois/trouve .. link/lien
    send/resend/need/besoin/envoie/envoyer/envoyez/renvoie/renvoyer/renvoyez .. link/lien
    link/lien .. please/svp/again/encore
pay 75
    i/je owe/dois .. HOWMANY
    LEFT .. pay/payer
    HOWMANY .. LEFT .. pay/payer
    reste .. pay/payer
    que je + dois $
    que je + vous + dois $
    je + dois quoi $
    HOWMANY i/je/j .. owe/dois
    balance/solde .. owing/owed/due/owe/payer/pay
    anything/rien .. owing/owe/payer
    payed/paid/paye/virement/paiement .. recu
    PAYMENT .. got/get/received/recu .. it/l/le/ca
pay 67
    sent/send/envoye .. transfer/virement
    je/vous/i owe/dois + quelque/rien/anything/something/money/argent
    dois je + quelque/combien/argent
pay 65
    CAN/WANT/HOW/HAVE/how/where PAYMENT !take/accept/prenez/acceptez
    PAYMENT .. link/lien/twice/fois/through/marche/work/passe/sent/done/made/fait
    sent/envoye/made/done/did/just/viens .. PAYMENT/money/argent/link/lien
    fait/send/resend/envoyez/envoie/renvoyez/renvoie .. PAYMENT/money/argent/link/lien
    i/j/jai/je .. PAYMENT !WHAT
    PAYMENT .. ?
    HOWMANY .. owe/dois
    was/were/been/ete/got .. charged/charge/billed/facture
    PAYMENT
    link/lien .. work/works/marche/fonctionne/expired/open/opens/ouvre/load/loads
more_options 64
    rien/nothing/anything .. plus/earlier/later + tot/tard
    rien/nothing/anything/got/something .. earlier/later/sooner !APPT !T
    = earlier/later/sooner/plus
    quelque/something/anything .. plus + tard/tot !APPT !T
    any earlier/later
    rien/nothing/anything/something avant/before/sooner/apres/after ?
    MORE !BUY !CANCEL
    HAVE .. MORE
    none/aucun/aucune/rien .. work/marche/convient/fit
    next/suivantes + page
    same .. times .. week
my_bookings 71
    HOWMANY APPT .. coming/booked/scheduled/upcoming/prevu/prevus/reserves/bookes
    T .. quelle heure !importe
    quelle heure .. T !importe !OPENING !HOURS
    what time .. T !OPENING !HOURS
my_bookings 69
    rappelle/remind/redire/redonne/recall .. MY .. APPT
    tell/give/repeat/dis/dites/dire/donne/donnez .. me/moi .. MY APPT !T !CANCEL !MOVE !LEFT !HOWMANY !USAGE
    perdu/lost/egare/forgot/oublie .. agenda/calendar/horaire/schedule
my_bookings 66
    is/est/was + T with/avec STAFF
    c est with/avec STAFF T ?
    T c est with/avec STAFF ?
    jai/ai quoi/what .. reserve/booke/prevu/cedule/booked
    AM_I coming/booked/prevu/planned/up/scheduled/de
    T .. tient/still/toujours/maintenu toujours/on/bon/good/ok/tient ?
    is/est + T .. still/toujours/tient !CONFIRM !OPENING
    is/est + T on ?/$
    is/est + T on $
    = MY APPT
    = what do i have
    = what have i got
    = what s mine
    = qu est ce que j ai
    = j ai quoi
    = jai quoi
    ai/jai APPT quand/when
    APPT quand/when
    APPT c est quand
    APPT .. tient/maintenu/maintenue ?
    APPT on + ?
    est/is .. MY APPT .. tient/still/toujours/on
    MY APPT .. tient/maintenu
my_bookings 65
    was/is MY APPT
    was it T or/ou T
    what/quoi .. heure/time .. APPT
my_bookings 63
    oublie .. quand/heure .. APPT
    which/quels/quelles days/jours .. i/je/booked
    quelle heure .. je/j/mon/viens
    HAVE prevu/booked/planned/scheduled/coming .. T
    suis je .. T !CANCEL !MOVE
    avec qui .. T/APPT
    who .. with/avec T/on
    rappelle/rappelez .. heure/quand/date .. APPT
    heure .. mon/ma APPT !MOVE
    CLIENT a/has/have .. anything/quelque/booked/BOOK/APPT !T
    does/do/est/is/did/has/a/when/quand CLIENT .. booked/anything/APPT/something/quelque/scheduled/coming/in
    CLIENT .. APPT quand/when
    what/which time .. APPT
    j ai quelque .. T/prevu
    je viens quand !meme
    WHEN .. je/i viens/come/coming/supposed/in
    WHEN .. MY .. APPT
    AM_I .. with/avec STAFF
    WHEN .. APPT $
    WHEN .. am/suis .. i/je
    WHEN .. NEXT_ONE !OPENING
    WHAT .. MY .. APPT !wear !bring
    MY NEXT_ONE !CANCEL !MOVE !BOOK !SHIFT
    AM_I .. booked/booking/scheduled/APPT/inscrit/inscrite/bookee/bookes/confirmed/still/down !LEFT !CANCEL
    AM_I T !HOWMANY
    AM_I APPT/N/HAVE .. T !HOWMANY
    AM_I CONFIRM/still/encore/inscrit .. T
    jai/ai APPT .. ?
    did/have i already BOOK/HAVE
    AM_I .. anything/quelque .. T/booked/coming/up/prevu
    HAVE .. me + down
    show/list/see/check/montre/montrez/voir/liste .. MY .. APPT/bookings/schedule
    MY APPT/BOOK .. passer/through/enregistrer/rentrer/fonctionner
    did .. BOOK/APPT .. go/went/through/thru/work/passe/confirmed
    APPT + go/went/through/passe
    my schedule/bookings/horaire
    remind me when/what
    rappelle/rappelez moi .. quand/heure
    what/which APPT do i have
    quels/quelles/quel .. mes APPT
    c est quand .. prochain/prochaine/APPT
    c est a quelle .. APPT/demain/deja
    est ce que .. est bien/booke/confirme/reserve/passe
    what time .. i/my/am/again/T !OPENING !open !close
    quelle heure .. APPT/mon/deja/suis
    APPT .. still on/bon/confirmed
    who am i .. with/seeing
    was it .. T or
    mes/my prochains/prochaines/upcoming !BOOK !CANCEL !MOVE
    ^ prochains/prochaines/upcoming APPT
    WHEN .. CLIENT .. next/prochain/prochaine
move 70
    CANCEL T .. T instead/plutot/place
    CANCEL T .. T a + la place
    T .. better/mieux + than/que T
    MOVE .. both/all/everything/deux/tous
    T instead/plutot .. T !BETHERE
    inverser/inverse/swap/switch/trade T .. T
    would T/N .. instead .. T
    CAN mettre/mets/met/placer/envoyer/put .. APPT
    CAN .. le/la/les/it/them mettre/mets/met/put .. T
    mettre/mets/met/put le/la/les/it/them a/at/on/to/au T
    put/mettre/mets .. APPT .. T .. T !moi/me
    put/mettre T on/to/at/a/au T
    put/mettre/place .. APPT .. T instead/plutot
    different/autre/another time/heure .. for/pour T
    CANT/NOT_COMING T .. HAVE/OPENING/anything .. T
    T needs/need/has/have/doit/devrait T
    T/APPT needs/need/has/have/doit/doivent .. to/a/au T
    NOT_COMING/CANT .. HAVE/OPENING/CAN/anything/what/how T
    NOT_COMING/CANT ... HAVE/OPENING/CAN/anything T
    TROUBLE .. T .. CAN/HAVE/anything .. T
    T become T
    MY T .. T !CANCEL !CONFIRM !BOOK
move 60
    NOT_COMING ... CAN/anything .. T !CONFIRM
    CANT ... anything/any/chance/CAN later/earlier/T
    bring .. forward/up/ahead/to + T
    CAN .. do/make/faire/have/avoir later/earlier/sooner/tard/tot !T !CANCEL
    CAN .. do/make/faire it/ca .. later/earlier/sooner/tard/tot !T !CANCEL
    bring .. forward
    bring + T
    MOVE the/l + time/hour/heure
    rather .. T than T
    T than T
    mieux .. T .. T
    T .. mieux .. T
    T .. NO/marche .. HAVE T
    MOVE .. by/de/d/back/up/forward/ahead LENGTH
    APPT .. back/up/forward/ahead/plus LENGTH
    MOVE .. APPT
    MOVE .. T
    MOVE .. it/that/this/le/la/ca/les/them/mine/mien/mienne/celui/things
    WANT/CAN .. MOVE
    need/have/vais/dois/faut .. MOVE
    CANCEL T .. BOOK/instead/place/plutot/rebook
    CANCEL .. and/et BOOK/put/mets/mettez .. T
    MY .. APPT .. to/a T
    can t/peux/CANT .. T .. instead/plutot/place/possible
    NOT_COMING/CANT .. CAN/anything/what/how/possible .. T
    CANT/NOT_COMING .. MOVE/OPENING !will/ll/later
    CANT/NOT_COMING .. T instead/plutot/possible
    CANT/NOT_COMING .. T .. place/instead/plutot
    CANT/NOT_COMING .. anything/another/autre/other
    come earlier/later !BOOK
    SHIFT
    instead of T
    au lieu .. T
    mieux que T
    has/need/needs/have to become/be T
    same time .. T/week/day/semaine
    meme/pareille heure
    earlier/later .. possible/that
    T .. rather than T
    ^ MOVE $
    T - T
    go/come + back/forward/up LENGTH
    T .. back/up/forward/ahead LENGTH
    T instead .. T
    keep/love/garder .. APPT .. but/mais .. CAN
    be/etre with/avec STAFF
    plutot que T
    T a place
    works better .. than/que
move 79
    remettre + le/la/les/ca a/au T
    remettre + le/la/les/ca .. meme/T
cancel 78
    WANT plus/pu/pus venir/aller/y
    T GONE
    GONE T
    T laisse faire/tomber
    T .. falloir/va/faut laisser/oublier
    laisser tomber .. deux/tout/APPT/T
cancel 62
    T .. GONE !BOOK !WANT
cancel 60
    take/pull/leave/cross/strike/get T out/off/away
    take/pull/get/count me out .. T/APPT
    take/pull me off/from .. T/APPT
    get/back/bow/pull out of .. T/APPT
    T .. be dropped/removed/scratched/pulled/erased/deleted/skipped
    let T/APPT go
    let that/this/it/one/them .. go
    leave T/that/this/it/one .. out
    sortir/retirer/oter moi de T/APPT
    laisser T .. cote
    keep/keeping CLIENT home
    garder CLIENT .. maison
    forget/oublie/oubliez .. me/moi .. T
    pas de APPT .. T
    no APPT .. for me T
    no APPT for me
    no longer/not able to come/make/attend
    no longer come/coming/able
    T is off/out/cancelled/a + no
    ERASE .. APPT
    APPT .. ERASE
    ERASE T !DATA
    CANCELLATION pour/for/de/of T
    ^ CANCELLATION T
    CANT .. present/presente/there/attend/make/venir/come/presenter
    SICK .. T !BOOK !MOVE
    SICK ... T !BOOK !MOVE
    T .. SICK !BOOK !MOVE
    won/wont/not .. needing .. T/APPT
    oublie/oubliez/forget .. APPT
    not .. present/presente
cancel 58
    take me off .. T
    CANT .. T anymore
    DONT need/want/besoin/veux/vx .. T/APPT/one !RECEIPT !REMINDER !PACK
    no longer need/want .. T/APPT
    empechement !T
    no need .. T/APPT !RECEIPT
    plus/pu besoin .. T/APPT
    T/APPT .. plus/pu besoin
    donner/donnez/offrir/offrez/laisser/laissez .. my/ma/mon APPT/spot/slot/place
    won t need .. T/APPT
    free up .. T/APPT/spot/slot
    give .. my/ma/mon APPT/spot/slot/place
    liberer/libere/liberez .. T/APPT/place/OPENING
    let .. go of
    CANCEL .. APPT
    CANCEL .. T
    CANCEL .. it/that/this/le/la/ca/them/les/mine/mien/both/all/tous/toutes/tout/everything/deux/one/celui
    WANT/CAN/have/need/must/dois .. CANCEL
    CANCEL
    NOT_COMING
    CANT MAKE_IT
    CANT T !but/mais
    CANT T $
    SKIP .. T/it/this/week/APPT/session/next
    drop + T
    drop/pull/remove .. whichever/one/mine !BOOK
    drop my/the/off + T
    forget/oublie/oubliez/scrap/remove/enleve/enlevez/scratch T
    drop/remove/enlever/supprimer/oter/retirer .. APPT/T !BOOK
    take off .. APPT
    KEEP .. T .. CANCEL/forget/drop/not
    T .. KEEP T
    T .. off .. table
    T .. SKIP
    ^ SKIP $
    sick/malade/flu/grippe/fever/fievre/covid/gastro/rhume/puking .. T
    T .. sick/malade/flu/grippe/fever/fievre/covid/gastro
    too late .. CANCEL
confirm 61
    note a/for T
    c est note
    noted .. T
    got it .. T
    T .. still/toujours + good/bon/ok/on/fine !? !CANCEL !MOVE !NOT_COMING
    still/toujours good/bon/ok/on .. T !? !CANCEL !MOVE !NOT_COMING
    still coming
confirm 56
    = c
    YES .. see you/u
    YES + to/a T !BOOK !WANT !MOVE !CANCEL
    YES .. pour/for T !BOOK !WANT !HAVE !MOVE !CANCEL
    all good .. T
    toujours/still T !OPENING !HAVE !WANT/instead/plutot
    CONFIRM
    CONFIRM .. T/APPT
    T .. CONFIRM
    yes/oui CONFIRM
    be there !CANT
    coming .. T
    YES .. still .. coming/good/on
    c/c + beau
    presence/attendance
    see you/u T
    je suis/serai la $
    je suis/serai + la
ask_info 84
    ca/it + prendre/prends/take/takes .. prescription/reference/requisition/papier/billet/note/referral
ask_info 76
    direct bill/billing/billed
    HOWMANY .. you/vous .. charge/chargez/demandez/facturez/facturer/demander !me !m
ask_info 67
    habille/habiller/wear .. APPT/T/class/cours
ask_info 66
    = heures/hours
    HAVE/CAN/WHERE/is/can/do/est/peux .. FACILITY !CANCEL !MOVE !LATE
    what/combien/how + much/do you charge/chargez .. SERVICE/APPT/PACK/for/pour
    what .. you charge
    combien .. chargez/facturez/demandez
ask_info 62
    drop off a/my/some/the/an
ask_info 61
    CAN/HAVE/is/be/do/possible/est/faites .. VIRTUAL !LANG_FR/LANG_EN
ask_info 58
    vous/you .. HOURS .. what/quelle/quel heure/time
    what/quelle/quel heure/time .. vous/you open/close/ouvrez/fermez
    vous/you open/close/ouvrez/fermez .. what/quelle/quel heure/time
ask_info 52
    STAFF .. parle/speak/speaks !me !m !T
ask_info 51
    avec qui
    with who/whom
    are/is/r/you/u + open T
    clinic/clinique/office/bureau/place .. open/opens/ouvert/ouverte .. T
    are/r you/u .. open
    you .. open T
    ouvert/ouverte/ouverts T
    open on T
ask_info 50
    = PACK
    = MY PACK ?
    etes/est/es + ou
    ^ ou etes/est/se
    apporte/amene/apporter/amener/bring
    faut/dois .. apporte/amene/apporter/amener/mettre/payer
    SERVICE .. is/dure/last/lasts/est .. N/LENGTH
    what/which SERVICE .. should/better
    habille/wear/apporter/bring
    traitez/soignez vous
    your/vos/votre address/adresse/prix/heures/hours/rates/tarifs/services/number/numero
    WHERE !BOOK !LATE
    PRICE
    HOURS ? !T
    HOURS !BOOK !irais
    WHEN/what .. HOURS
    HAVE .. parking/stationnement/shower/showers/douche/douches/bathroom/locker/lockers/vestiaire
    HAVE .. wifi/towels/serviettes/machine/elevator/gift/certificat/online/virtual/zoom
    HAVE .. virtuel/discount/student/etudiant/toilette/towel/towels/change
    faut .. prescription/reference/requisition/papier/billet
    ca prend/prends/take/takes .. prescription/reference/requisition/papier/billet/note/referral
    faut/need/besoin .. prescription/requisition/referral/billet !PAYMENT
    do i/dois/faut .. bring/wear/need/apporter/porter/venir/amener/mettre/prescription/reference/note/referral
    WHAT .. bring/wear/apporter/porter/difference/diff/included/inclus/includes/happens/expect
    do/does/est/is/are/avez/acceptez/prenez/offrez .. accept/cover/treat/help/offer/take/insurance/covered/couvert
    do/does you .. sell/make/run/rent
    vendez/louez/faites/donnez + vous
    do/does/est/is/are/avez/acceptez/prenez/offrez/faites .. assurance/traitez/do/female/acceptez/direct
    do you .. treat/do/offer/take/accept/work/speak/know !T
    do you have SERVICE/experience/female/male/any + discount
    vous .. faites/traitez/offrez/prenez/acceptez/soignez/travaillez !me
    is .. SERVICE/STAFF/that/it/this ? !T
    HOW long
    ca dure/dure combien
    combien de temps
    difference
    diff
    WHAT .. SERVICE/PLAN
    WHAT SERVICE
    WHAT .. PACK/PLAN HAVE/you/vous/do/offer
    WHAT PACK/PLAN
    which .. you/vous/practitioner/kinesiologist
    WHO .. does/do/treats/fait/specialize/soigne/traite !T
    HOWMANY .. SERVICE/PACK/PLAN/cost !more !LEFT
    WHO .. is/are/works/est/travaille/practitioner/STAFF !importe
    tell me .. about
    can i .. park/bring/pay/amener/apporter
    c est ou/combien/loin/quoi
    WHAT .. address/adresse/number/email/courriel/phone/telephone/website/site
    are you .. open/closed/taking/accepting
    ouvert/ouverte/ouverts .. T
    is there .. near/nearby/bus/stop/discount/parking
    is that .. hour/with/for/in
    which .. better/best/recommend
    quel .. meilleur/conseillez/recommandez
    you .. recommend/suggest
    new clients/patients
    do i need
    what .. is + a
book 66
    USUAL !MOVE !CANCEL !CANT
    make it/that N APPT
    N APPT + a/per/par/each/chaque + week/semaine/wk/sem
    soonest/earliest/asap .. in/come/T/APPT/OPENING/i
    when/what/whats/whens .. soonest/earliest !APPT/MY
    quoi/quel/quelle .. plus tot/vite/rapide !APPT/MY
    soonest/earliest .. you got/have
    plus tot/vite/rapide .. vous avez/pouvez
    quand .. plus tot/vite !APPT
book 64
    is/if/est/si + T .. OPENING
    T + is/still OPENING
    next/prochain/prochaine/prochaines/premiere/first + OPENING
    see/voir HUMAN
    how do/can/would i/we/you BOOK !CANCEL !MOVE
    comment je/on/faire/puis BOOK/faire/fait/prend !CANCEL !MOVE !PAYMENT
    comment .. pour .. APPT !CANCEL !MOVE !PAYMENT
book 40
    OPENING bientot/soon/prochainement
    BOOK .. T
    BOOK .. APPT
    WANT .. APPT
    WANT .. T
    WANT .. BOOK
    CAN .. BOOK
    HAVE .. T
    HAVE .. OPENING
    OPENING .. T
    CAN .. T
    CAN .. see/voir/get/avoir/have STAFF/T/APPT/OPENING
    BOOK .. SERVICE/STAFF
    WANT .. SERVICE/STAFF
    EVERY
    APPT T
    T .. OPENING/works/marche/work/possible/good/ok/fine/great/convient/bon/ideal/free/dispo/better/best
    BOOK N
    BOOK .. MY N/next/APPT/CREDITS
    SERVICE T
    APPT .. with/avec STAFF
    = APPT
    = BOOK
    next available
    new APPT
    BOOK me/moi
    APPT for/pour
book 30
    T
    SERVICE .. STAFF
inform 61
    = WAIT
    ^ WAIT .. agenda/calendar/calendrier/horaire/schedule/check/verifier/regarder
help 62
    what can i text/ask/say
    what/quoi/qu .. i/je peux/can .. demander/demande/ecrire/dire/ask/text $
    qu .. je peux .. te/vous demander
    comment .. utiliser/utilise/fonctionne/marche .. ca/ce/cette
    how .. use .. this/thing/it
help 62
    marche/fonctionne comment
    comment + ca marche/fonctionne
help 22
    HELP !BOOK !CANCEL
    = ?
    = HELP
human 21
    HUMAN
thanks 62
    that s all
    thats all
    that ll be all
    that will be all
    c est tout
    = rien d autre
    = nothing else
thanks 60
    = THANKS BYE
    THANKS .. soon
goodbye 59
    = BYE
goodbye 14
    BYE
thanks 23
    THANKS
greeting 23
    = HELLO
greeting 10
    HELLO
out_of_scope 9
    LAUGH
"""
STAFF_FRAMES: Final = """
undo 78
    annule .. derniere/dernier affaire/chose/action/entree
    undo
    UNDO !block
    annule ca
    annule ce
week_summary 76
    weekly/hebdo/hebdomadaire/monthly WEEKSUM
    WEEKSUM weekly/hebdo/hebdomadaire
    WEEKSUM .. week/semaine/weeks/sem/month/mois/T
    week/semaine .. WEEKSUM
no_show 75
    personne/nobody/noone .. venu/venue/came/showed .. T !HOWMANY !?
    N NOSHOW
    personne/nobody/noone T !HOWMANY !?
    no one T !HOWMANY !?
    CLIENT NOSHOW
    NOSHOW !HOWMANY !policy !this !fee !je/i/im/serai/suis/jsuis/chui
late 75
    CLIENT .. late/retard
    N .. late/retard !i/im/je/j/jai/chui
    N/CLIENT/she/he/elle/il .. LATE N
running_late 79
    running/runnin .. late/behind .. tell/my/next
running_late 77
    i/im/je/jai/j/chui/jsuis .. late/behind/retard !CLIENT
    tell/avise/avisez/dis/let/warn/text/previens .. late/behind/retard/min
    running/runnin late/behind !CLIENT !N
    en retard .. dis/avise
    my .. late
note 79
    ^ CLIENT + :
    ^ N + : !T
    ^ NOTE
    add/ajoute/put/write/mets .. NOTE/note
    NOTE .. for/on/pour/sur/CLIENT
    note N
adjust_credit 79
    give/donne/redonne/rends/rendre/put/remets/credit .. N/a/one/un/une CREDITS/APPT back !GONE
    give/donne/redonne/rends/add/ajoute .. credits/credit
adjust_credit 73
    ADJUST .. en + N/une/un
    ADJUST .. gratis/gratuite/free
    take/took/enleve/retire N/one/a/un/une APPT/CREDITS off/from/a/to
adjust_credit 72
    ADJUST .. N/a/one/un/une/APPT/CREDITS .. CREDITS/credit/session/seance/APPT to/for/back/a/from
    ADJUST .. CLIENT .. CREDITS/APPT/N + free/gratuite/credit/credits/back
    ADJUST .. CREDITS
    ADJUST .. session/seance/sessions/seances/APPT .. to/a/for/from/pour CLIENT
    ADJUST .. CLIENT .. session/seance/APPT/credit/CREDITS
    free/gratuite session/seance
book 74
    CLIENT .. wants/want/veut in/come/venir .. T
    CLIENT .. veut venir/passer .. T
sell_plan 73
    SELL .. PLAN
    SELL .. PACK
    SELL .. N !session/seance/credit
    CLIENT .. bought/achete/wants/veut/buys/buying/takes/taking/getting/gets/prend .. PLAN/PACK/N
    CLIENT .. reprend/renews/renouvelle .. PLAN/PACK/N
    CLIENT .. buying/takes/taking/getting/gets/prend .. APPT
    PLAN .. for/pour CLIENT
    PACK .. for/pour CLIENT
    put .. on PLAN
    new/nouveau PACK .. for/pour
find_client 62
    FIND
    WHAT .. number/numero/phone/email/courriel/tel/contact/telephone/cell
    FIND .. CLIENT
    who is/s !T
    CLIENT s/is number/phone/email
    number/numero/tel/courriel/email/coordonnees .. for/of/de/CLIENT
invite 74
    INVITE
    send/envoie .. link/invite/lien/invitation/signup
    new client
week_summary 71
    WEEKSUM .. week/semaine/weeks/sem/month/mois
    week/semaine .. WEEKSUM/passee/donne/look
    HOW was/did .. week/T/we
    HOWMANY .. APPT/no/clients/sessions/seances/NOSHOW .. week/semaine/month/mois !today
    = WEEKSUM
    my/ma/the week .. summary/numbers
    last/past week
    semaine passee/derniere
unblock_time 80
    MOVE/put/mets .. ouvert/ouverte/open/dispo/disponible/libre/available
    available/free/dispo/disponible .. after + all
    T after + all
    finalement .. travaille/work/dispo/disponible/libre
    after all .. work
    open/ouvre/ouvrez .. back/nouveau
    UNBLOCK !CANCEL
    CAN work .. after/T
    UNBLOCK .. T
    work T .. after all
    travaille .. finalement
    cancel/annule/enleve/remove .. BLOCK/conge/vacation/vacances/off/block
block_time 75
    no/aucun/aucune/pas + APPT/clients/rdv .. T
    no more APPT/clients .. T
block_time 70
    BLOCK .. T
    close/ferme/fermez .. T
    serai/je/i .. absent/absente
    T .. BLOCK
    BLOCK
    i m/im/je suis/chui .. out/away/off/parti/partie
    DONT book
    no clients/rdv/bookings .. T
    dentist/dentiste/medecin/doctor/meeting/formation/conference .. T
    pas/not dispo/available .. T
    je prends/take/taking .. off/conge/T
attended 68
    ATTENDED
    N .. ATTENDED
    CLIENT .. ATTENDED
    everyone/all/tous/toutes/everybody/tout + monde/came/venus/here/showed/present/la
    N ok/good/yes/oui/present/check/la/here
balance 64
    HOWMANY .. CLIENT .. have/left/ai/reste/LEFT/got/has
    CLIENT .. LEFT/CREDITS
    CLIENT .. anything/quelque/encore .. PACK/PLAN/CREDITS
    HOWMANY .. LEFT/CREDITS
    reste .. a CLIENT
    CREDITS .. for/de/pour/of CLIENT
usage_history 66
    when/quand/how/comment .. CLIENT use/used/utilise
    USAGE .. CLIENT
    CLIENT .. USAGE
    history/historique
receipt 74
    RECEIPT
move 61
    MOVE .. T/CLIENT
    MOVE
cancel 61
    CLIENT .. NOT_COMING/CANT !?
    CLIENT ... NOT_COMING !?
cancel 60
    CANCEL
book 58
    BOOK .. CLIENT
    BOOK .. T
    CLIENT .. BOOK
    put/mets/add/ajoute CLIENT
day 72
    T .. ressemble/ressemblent
    = suivant/prochain/next
    DAYLIST .. quoi/what
    whos/who s next/up
    DAYLIST .. today/tomorrow/demain/T !BLOCK !WEEKSUM !CLIENT !UNBLOCK !BOOK !MOVE !CANCEL !NOTE
    what .. T look/looking
    HOWMANY clients/rdv/patients/appointments/people !week/semaine/month/mois
    HOWMANY T !week/semaine
    WHO/qui .. T
    my schedule/day
    mon/ma horaire/journee
    = my/mon schedule/horaire/agenda
    c est qui .. prochain/prochaine/suivant/premier
day 56
    ^ MY + T
day 55
    DAYLIST
    HOWMANY .. T/today/clients/N
    WHO .. T/next/first/last/coming
    WHAT .. T/day/schedule/next
    = T
    = next
    next + ?
    qui .. T/vient/prochain/prochaine
    j ai .. qui/quoi/combien
    NEXT_ONE
    ^ T $
    am/do i .. T/free/booked/busy
    T ?
    free/libre/trous/gaps/holes/openings .. T
    c est qui
    whos/who s
help 22
    = HELP
    = ?
    ^ HELP
opt_out 85
    = STOP
    STOPTEXT
language 70
    SPEAK .. LANG_FR/LANG_EN
    = LANG_FR/LANG_EN
    in/en + LANG_FR/LANG_EN
human 30
    HUMAN
    WANT .. HUMAN
thanks 16
    THANKS
goodbye 14
    BYE
greeting 10
    HELLO
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """A pattern that speaks for an intent, with its weight."""

    intent: str
    weight: int
    pattern: Pattern
    needs: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames, heaviest first, and by the names that may begin them."""

    all: tuple[Frame, ...]
    by_name: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A frame that was found, and the words [start, end) that it read."""

    intent: str
    weight: int
    start: int
    end: int
    source: str


def _frames(table: str) -> Frames:
    frames: list[Frame] = []
    intent, weight = "", 0
    for line in table.splitlines():
        if not line.strip():
            continue
        if line.startswith(" "):
            read = pattern(line.strip())
            frames.append(Frame(intent, weight, read, tuple(frozenset(step.names) for step in read.steps)))
        else:
            intent, number = line.split()
            weight = int(number)
    frames.sort(key=lambda frame: -frame.weight)
    by_name: dict[str, list[int]] = {}
    for at, frame in enumerate(frames):
        for name in frame.needs[0]:
            by_name.setdefault(name, []).append(at)
    return Frames(tuple(frames), by_name)


_CLIENT: Final = _frames(CLIENT_FRAMES)
_STAFF: Final = _frames(STAFF_FRAMES)


def readings(words: Words, *, staff: bool) -> list[Reading]:
    """The best frame of each intent that the words fit, heaviest first; of equals the one said first."""
    best: dict[str, Reading] = {}
    for frame in _candidates(words, _STAFF if staff else _CLIENT):
        known = best.get(frame.intent)
        if known is not None and known.weight >= frame.weight:
            continue
        spot = find(frame.pattern, words)
        if spot is None:
            continue
        if frame.intent in _DEEDS and _of_itself(words, spot[0]):
            continue
        if frame.intent == "join_waitlist" and words.words[spot[1] - 2] in _ONESELF:
            continue
        weight = frame.weight - _slack(frame, spot) - (40 if _negated(frame, words, *spot) else 0)
        if known is None or weight > known.weight:
            best[frame.intent] = Reading(frame.intent, weight, *spot, frame.pattern.source)
    return sorted(best.values(), key=lambda reading: (-reading.weight, reading.start))


def _slack(frame: Frame, spot: tuple[int, int]) -> int:
    """The words between the elements of a frame weigh against it."""
    if any(step.gap == ANYWHERE for step in frame.pattern.steps):
        return 0
    return min(8, max(0, spot[1] - spot[0] - 2 * len(frame.pattern.steps)))


_DEEDS: Final = frozenset({"cancel", "move", "book"})
_ONESELF: Final = word_set("j je i we on dois faut")  # "sorry to text so late but i cancel": nobody else does


def _of_itself(words: Words, at: int) -> bool:
    """ "mon platre s'enleve le 12": what happens of itself is no deed of the desk."""
    return at > 0 and words.words[at - 1] == "s" and words.lemmas[at].endswith("er")


_NEGATIONS: Final = word_set(
    "not don dont pas never jamais without sans didn didnt doesn doesnt isn isnt wasn wasnt aren arent aint won wont"
)
_PAST: Final = word_set(
    "cancelled canceled annule annulee annulees annules moved deplace deplacee booked reserve reservee bought achete "
    "reporte reportee rescheduled changed efface supprime deleted removed unsubscribed desabonne desabonnee"
)
_NO_VERBS: Final = frozenset({"T", "APPT", "MY", "N"})
_DENIABLE: Final = word_set("policy receipt human cancel move book pay buy_plan join_waitlist balance confirm")


def _denied_after(frame: Frame, words: Words, start: int) -> bool:
    """ "je veux pas acheter": the verb that begins the frame is denied, where it says no "not" itself."""
    if words.words[start + 1 : start + 2] != ("pas",) or any("pas" in step.names for step in frame.pattern.steps):
        return False
    return not any(at == start < end - 1 for name in frame.needs[0] for at, end in words.places.get(name, ()))


_AUXILIARIES: Final = word_set(
    "i ai jai just already deja we avons had have avait a as avez ont etait ete been was were got"
)


def _already(words: Words, start: int) -> bool:
    """ "the one i cancelled", "celui que je viens d'annuler": what was done is not asked for."""
    before = words.words[max(0, start - 2) : start]
    if words.words[start] in _PAST and before[-1:] and before[-1] in _AUXILIARIES:
        return True
    return len(before) == 2 and words.lemmas[start - 2] == "venir" and before[-1] in {"de", "d"}


def _negated(frame: Frame, words: Words, start: int, end: int) -> bool:
    """Is what the frame says denied ("not asking for a refund")?"""
    if frame.intent == "opt_out":
        return _already(words, start)
    if frame.intent not in _DENIABLE:
        return False
    if _denied_after(frame, words, start):
        return True
    before = words.words[max(0, start - 4) : start]
    cut = max(
        (
            i + 1
            for i, word in enumerate(before)
            if not word.isalnum() or word in {"but", "mais", "so", "and", "et", "why", "pourquoi"}
        ),
        default=0,
    )
    if _already(words, start):
        return True
    if frame.needs[0] <= _NO_VERBS:
        return False  # "no car tuesday": what is denied stands before the day
    last = words.words[max(0, end - 2) : end]
    if len(last) == 2 and last[1] in _PAST and last[0] in {"i", "ai", "jai", "just", "already", "deja", "we"}:
        return True
    far = " ".join(words.words[max(0, start - 8) : start + 2])
    if frame.intent != "cancel" and any(
        cue in far
        for cue in ("no need to", "pas besoin de", "don t need to", "dont need to", "no need for", "pas besoin d")
    ):
        return True
    if " ".join(before[-2:]) in {"no need", "pas besoin", "no need to"} or " ".join(before[-3:-1]) in {
        "no need",
        "pas besoin",
    }:
        return True
    if frame.intent == "receipt" or {"link", "lien"} & set().union(*frame.needs):
        return False  # "i never got the receipt" asks for it, and so does "i have no link"
    if "pas" in before[:-2] and not {"veux", "besoin", "demande", "dit"} & set(before):
        before, cut = before[-2:], max(0, cut - 2)  # a "pas" further off denies the verb that it follows
    return any(word in _NEGATIONS for word in before[cut:]) and not (before and before[-1] in {"why", "pourquoi"})


def _candidates(words: Words, frames: Frames) -> Iterable[Frame]:
    """The frames of which every element occurs at all, heaviest first."""
    present = words.places.keys() | set(words.lemmas)
    found: set[int] = set()
    for name in present & frames.by_name.keys():
        found.update(frames.by_name[name])
    for at in sorted(found):
        frame = frames.all[at]
        if not any(need.isdisjoint(present) for need in frame.needs):
            yield frame
