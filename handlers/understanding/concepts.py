"""What words stand for, in English and French: each phrase of the trade under one concept.

A phrase may stand for several concepts; the frames of intents say which one is meant, by its company.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from handlers.understanding.forms import lemma
from handlers.understanding.sounds import sound
from handlers.understanding.wordlists import word_set

CONCEPTS: Final[dict[str, str]] = {
    # verbs of the desk
    "CANCEL": """
        cancelle|canceller|cancellez|cancelles|cancel|cancels|cancelling|canceling|cancelled|canceled|annuler|annule|
        annules|annulez|annulee|annulerai|
        annulerais|annuller|resilier|resilie|resiliez|mettre fin|
        call off|scrap|bail|bail on|bailing|bailing on|ditch|ditching|flake|back out|canc|cxl|
        cncl|desister|desiste|nix|
        decommander|faire annuler|take off the books|get rid of|drop my|drop the|rayer|raye|biffer|enlever mon rdv|
        enlever mon rendez vous|enleve mon rdv|enleve mon rendez vous|enlevez mon rdv|enlevez mon rendez vous|
        laisser tomber mon|laisse tomber mon|call it off
    """,
    "MOVE": """
        inverser|inverse|trade|flip|
        mouve|move|moves|moving|moved|reschedule|rescheduling|rescheduled|resched|reschedul|re schedule|push|push back|
        pushed|bring forward|switch|change|changing|shift|swap|postpone|postponed|rebook|transfer|relocate|bump|
        reculer|recule|devancer|rapprocher|reajuster|ceduler a un autre|ceduler autrement|remettre a plus tard|
        deplacer|deplace|deplacez|deplaces|deplacement|remettre|remets|remette|remettez|remise|reporter|reporte|
        reportez|reports|changer|changez|changement|decaler|decale|decalez|devancer|devance|devancez|repousser|
        repousse|repoussez|avancer|avance|avancez|bouger|bouge|bougez|transferer|transfere|modifier|modifie|
        modifiez|modification|retarder|intervertir|echanger|echange|recederer|receduler|recedule|recedulez|
        replanifier|slide|squeeze me in earlier|put it off|put them off|put this off|put that off|reshuffle|rearrange|
        rejig|juggle|reslot|re slot|put off|shuffle|scoot|
        nudge|
        bouger de place|recaser|recase|reprogrammer|delay|pousser|pousse
    """,
    "BOOK": """
        book|booked|scheduled|reserved|booking|schedule|scheduling|reserve|reserver|reservation|reservez|set up|
        set me up|make an appointment|make an appt|get in|come in|come by|join|rejoindre le cours|me joindre|
        participer|stop by|drop by|drop in|swing by|pop in|
        fit me in|squeeze me in|squeeze in|get an appointment|get an appt|get a session|prendre rdv|
        prendre rendez vous|prendre un rdv|prendre un rendez vous|rendez vous pour|rdv pour|ceduler|cedule|cedulez|
        venir|passer|put me down|put me in|sign me up for a|pencil me in|inscrire|inscris moi|inscrivez moi|
        mets moi|mettez moi|met moi|me prendre|me recevoir|me caser|
        m inscrire|slot me in|add me|booke|booker|bookez|take|grab|get|planifier|planifie|fixer|
        fixe|see you at|caser|case moi|me glisser|me voir|prendre une place
    """,
    "CANCELLATION": """
        cancellation|cancellations|annulation|annulations|desistement|desistements|no show spot|drop out|dropout|
        dropouts|drop outs
    """,
    "FACILITY": """
        bike|velo|bicycle|bicyclette|stroller|poussette|locker|lockers|casier|casiers|douche|douches|shower|showers|
        vestiaire|vestiaires|changing room|change room|towel|towels|serviette|serviettes|wifi|wi fi|toilette|toilettes|
        bathroom|washroom|washrooms|elevator|ascenseur|wheelchair|fauteuil roulant|dog|chien|gym|pool|piscine|
        waiting room|salle d attente|coffee|cafe|water|mats|machines|sauna|bus stop|arret d autobus|ramp|rampe
    """,
    "GONE": """
        has to go|have to go|gotta go|got to go|must go|needs to go|is out|s out|is off|s off|is a no go|s a no go|
        is a no|no go|tombe a l eau|tombe a leau|faut oublier|have to forget|got to forget|gotta forget|
        need to forget|faut laisser faire|faut laisser tomber|
        marche pu|marche pus|marche plus|tient plus|tient pu|ne tient plus|won t happen|wont happen|not happening|
        isn t happening|isnt happening|ain t happening|not gonna happen|not going to happen|can t happen|
        is a write off|s a write off|is a wash|s a wash|is a bust|s a bust|is a washout|
        is toast|is dead|s dead|s toast|c est mort|fell through|falls through|is shot|is blown|won t work out|
        didn t work out|off the table|
        est annule|est cancelle|saute|est a l eau|est mort|est foutu|plus possible|pu possible|no longer possible|
        no longer works|doesn t work anymore|doesnt work anymore|not working out|ca va pas le faire|
        faut que je saute|is no longer good
    """,
    "AFFAIR": """
        meeting|reunion|flight|vol|shift|chiffre|quart|practice|pratique|game|match|partie|party|fete|trip|voyage|
        babysitter|sitter|gardienne|gardien|dentist|dentiste|doctor|medecin|school|ecole|camp|exam|examen|lunch|
        dinner|date|concert|show|train|job|work|boss|conference|plans
    """,
    "KEEP": """
        don t touch|dont touch|do not touch|touche pas|touche pas a|leave alone|hands off|
        leave|leaving|laisse|laissez|
        keep|keeping|garder|garde|gardez|leave it|on garde|je garde|conserver|conserve|stick with|leave as is
    """,
    "SKIP": "skip|sauter|sauté|skip over|skipper|skippe|skip it|passer mon tour",
    # things
    "APPT": """
        appointment|appointments|appt|appts|apt|apts|aptmt|apointment|session|sessions|sesh|sesch|sess|seance|
        seances|rdv|rdvs|rendez vous|rendezvous|rendz vous|booking|bookings|reservations|visit|visits|visite|
        visites|class|classes|cours|treatment|treatments|traitement|consultation|consult|appoint|apartment|rv|
        reservation|checkup|rende vous|randez vous|rancart|kin|kine
    """,
    "WAITLIST": """
        waitlist|wait list|waiting list|waitinglist|liste d attente|liste dattente|liste attente|cancellation list|
        standby list|stand by list|liste de rappel|liste d annulation|liste des annulations|standby
    """,
    "OPENING": """
        opening|openings|spot|spots|slot|slots|availability|availabilities|available|avail|dispo|dispos|disponible|
        up for grabs|for grabs|
        disponibles|disponibilite|disponibilites|free|place|places|libre|libres|open|room|vacancy|time slot|
        time slots|plage|plages|trou|trous|times|ouverture|ouvertures|creneau|creneaux|space
    """,
    "CREDITS": """
        credits|credit|balance|solde|sessions left|seances restantes|package balance|remaining sessions|remaining|
        restant|restants|restantes|leftover|credits restants|punch card|punches
    """,
    "LEFT": """
        left|what s left|whats left|how many more|combien de plus|il me reste|me reste|m en reste|reste|restent|
        i got left|do i still have|remain|left over|qu il me reste|il reste|pu combien
    """,
    "PACK": """
        plan|plans|package|packages|pack|packs|forfait|forfaits|paquet|paquets|bundle|bundles|membership|abonnement|
        carte de|series of sessions|pkg|pkgs|subscription
    """,
    "FREEZE": """
        freeze|pause|on hold|suspend|geler|gele|gelez|gelerait|suspendre|suspends|suspendez|en pause
    """,
    "MONTHLY": """
        a month|per month|par mois|each month|every month|chaque mois|monthly|mensuel|mensuelle|mensuellement|
        month to month|de mois en mois|m abonner|abonner|s abonner|subscribe|subscription|membership|abonnement
    """,
    "RECEIPT": """
        receipt|receipts|recu|recus|invoice|invoices|facture|factures|reciept|reciepts|recept|tax slip|
        insurance slip|recu d assurance|superbill|credit note|credit notes|
        note de credit|notes de credit|proof of payment|preuve de paiement|relevé|statement
    """,
    "INSURANCE": "insurance|assurance|assurances|insurer|assureur|benefits|insurances",
    "PAYMENT": """
        pay|paying|paid|payment|payments|payer|paye|payee|paiement|paiements|deposit|depot|e transfer|etransfer|
        interac|owe|owing|dois je|virement|charge my card|charged|card on file|credit card|carte de credit|bill|
        billed|charge|chargee|facturé|facturee|double charged|pay link|payment link|lien de paiement|dette|money|
        argent|regler|etaler|versements|installments|instalments|payment plan|spread the cost|
        spread it out|transfer the money|transfert|facturer|transaction|declined|refused|refusee
    """,
    "REFUND": """
        refund|refunds|refunded|money back|rembourser|remboursement|rembourse|remboursez|remboursements|
        remboursable|refundable
    """,
    "REMINDER": """
        reminder|reminders|rappel|rappels|texts|text messages|messages|textos|texto|notifications|sms|msgs|txts|
        texto s|notification
    """,
    "HUMAN": """
        human|humain|humaine|real person|vraie personne|actual person|someone|somebody|quelqu un|quelquun|
        receptionist|receptionniste|operator|agent|representative|staff member|vrai monde|vrai humain|real human|
        live person|a person|une personne|the owner|le proprio|la proprio|manager|gerant|gerante|supervisor|
        responsable|front desk|the desk
    """,
    "VEHICLE": """
        traffic|trafic|bouchon|bouchons|accident|bus|train|metro|subway|autobus|ttc|streetcar|tramway|highway|
        autoroute|flat tire|crevaison|uber|taxi|my ride|construction|gridlock|bumper to bumper|car trouble|
        snowstorm|tempete|slow roads
    """,
    "PERSON_OF": """
        my son|my daughter|my kid|my kids|mon fils|ma fille|mon gars|my husband|my wife|mon mari|ma femme|mon chum|
        ma blonde|my mom|my dad|my sister|my brother|my friend|my partner|my girlfriend|my boyfriend|my roommate|
        my mother|my father|my parents|my cousin|my aunt|my uncle|my fiance|ma soeur|ma seur|mon frere|mon ami|
        mon amie|
        mon conjoint|ma conjointe|mes parents|ma mere|mon pere|mon coloc|ma coloc|mon fiance|ma fiancee|mon copain|
        ma copine|ma cousine|mon cousin|ma tante|mon oncle|a friend of mine|un ami|une amie|mes enfants|my children
    """,
    # answers
    "YES": """
        yes|yep|yup|yeah|yea|ya|yah|ye|yass|yess|yesss|y|yas|sure|ok|okay|okey|okk|k|kk|oki|okie|okdoke|okidou|oui|
        ouais|ouin|ouaip|ouep|mouais|ui|wi|oué|absolutely|absolument|definitely|certainly|certainement|of course|
        bien sur|biensur|d accord|daccord|dacc|d acc|d ac|dac|taking it|grabbing it|i m on it|
        sans probleme|font mon affaire|fait mon affaire|parfait|perfect|correct|c correct|c est correct|cest correct|
        c bon|c est bon|cest bon|c beau|c est beau|cest beau|beau|go|go for it|go ahead|vas y|allez y|let s do it|
        lets do it|do it|sounds good|sounds great|sounds perfect|works for me|that works|works|ca marche|ca me va|
        ca fonctionne|ca convient|marche pour moi|ca fait|ca fait mon affaire|good for me|fine|that s fine|
        thats fine|fine by me|fine with me|that s good|that s great|that s perfect|great|good|bon|bonne|super|
        excellent|genial|nickel|cool|nice|deal|exactly|exactement|tout a fait|en plein ca|mets en|please do|
        confirmed|affirmative|aye|right|that s right|true|indeed|confirm|confirme|je confirme|i confirm|confirmer|
        yessir|yes sir|for sure|fo sho|surely|totally|alright|all right|aight|10 4|ten four|volontiers|avec plaisir|
        with pleasure|je le prends|je prends|j prends|jprends|jle prends|jla prends|jle prend|je la prends|je prend|
        je vais le prendre|je vais la prendre|m a le prendre|ma le prendre|m a prendre|m a la prendre|ma prendre|
        i ll take it|ill take it|take it|book it|reserve it|reserve le|reserve la|lock it in|on y va|envoye|enwoye|
        let s go|it s good|its good|works great|this works|c est parfait|cest parfait|c est bien|c est bon pour moi|
        pas de probleme|pas de prob|no problem|no prob|np|no worries|that would be great|ce serait parfait|
        je veux bien|all good|looks good|look good|gladly|c est ok|cest ok|c ok|tiguidou|numero un|oui oui|
        thats good|thats right|that ll work|that will work|that does|that s it|agreed|accept|j accepte|accepte|
        approved|vendu|sold|i suppose so|suppose so|i suppose|i guess so|guess so|i guess|je suppose|si tu veux|
        si vous voulez|if you want|why not|pourquoi pas|ca devrait|that should work|should work|should be fine|
        en effet|charmant|charming|ce serait bien|ca serait bien|ca serait parfait|ca serait super|ce serait super|
        can t wait|lovely|wonderful|merveilleux|formidable|sweet|awesome|amazing|brilliant|bet|you bet|kay|mhm|
        mm hmm|uh huh|oh yes|oh oui|mais oui|ben oui|bin oui|certain|c est certain|c est ca|cest ca|oui c est ca|
        let s|lets book|do that|do this|please book it|go for that|c est good|c good|cest good|all set|
        je confirme que oui|yessss|ouiii|a oui|ah oui|ok go|go go|il me va|elle me va|cela me convient|cela me va|
        me convient|ca fera|ca va faire|ca ira|ca va|on fait ca|faisons ca|faites ca|fais ca|book that|that one|
        works perfectly|tres bien|very good|c est super|thumbs up|oui je le veux|good to go|i m in|im in|
        je suis partant|je suis partante|chu partant|partant|partante
    """,
    "NO": """
        no|nope|nah|naw|non|nan|nenon|noo|nooo|n|negative|no thanks|no thank you|non merci|not really|pas vraiment|
        pantoute|pas pantoute|no way|never|jamais|nay|not now|pas maintenant|not today|nevermind that|
        i d rather not|j aime mieux pas|surtout pas|absolument pas|absolutely not|nop|non non|of course not|
        bien sur que non|i don t think so|je pense pas|je crois pas|pas la|ben non|bin non|neither|none|
        not either|not any of those|not any of them|none of those|none of them|none of these|aucun|aucune|
        aucun des trois|aucune des trois|aucun des deux|
        ni l un ni l autre|rien de ca|not interested|pas interesse|pas interessee|pass|je passe|i ll pass|ill pass|
        doesn t work|doesnt work|don t work|dont work|does not work|won t work|wont work|ca marche pas|marche pas|
        ca fonctionne pas|fonctionne pas|ca ne marche pas|ca fait pas|not good|no good|pas bon|ca me va pas|
        me va pas|ca convient pas|convient pas|i can t|i cant|je peux pas|jpeux pas|j peux pas|je ne peux pas|
        pas possible|impossible|not possible|refuse|decline|i decline|je refuse|not yet|pas encore|not right now|
        pas tout de suite|not for me|pas pour moi|can t do that|can t do it|can t do that one|i can t do that|
        can t make that|cant make that|can t make it|cant make it|maybe not|peut etre pas|no good for me|
        not gonna work|not going to work|that won t work|that doesn t work|doesn t work for me|unfortunately not|
        malheureusement pas|malheureusement non|helas non|no can do|i m good|im good|je suis correct|
        ca ne me va pas|ca me convient pas|ca ne me convient pas|non pas|c est non|hell no|naah|nahh|uh uh|
        jamais de la vie|pas celle la|pas celui la|pas celles la|not that one|not this one|pas ca|pas du tout|
        not at all|non ca marche pas|rien de ca|rien la dedans|rien me va|wrong|can t do any|cant do any|
        can t make any|cant make any|can t any|
        peux a aucun|peux aucun|aucun ne|aucune ne|aucun de ceux la|aucune de celles la|rien de tout ca|
        none of em|none work|aucun fait|aucune fait|ca fit pas|fit pas
    """,
    "NEVERMIND": """
        never mind|nevermind|nvm|nm|forget it|forget about it|forget that|laisse faire|laissez faire|laisse tomber|
        laissez tomber|oublie ca|oubliez ca|oublie|oubliez|let it go|drop it|scratch that|scrap that|disregard|
        hold off|
        ignore that|ignore my last|pas grave|tant pis|don t bother|dont bother|forget i asked|forget it then|
        start over|recommencer|on oublie ca|on oublie|finalement non|never mind then|changed my mind|change my mind|
        j ai change d idee|jai change d idee|change d avis|change d idee|j ai change d avis|on laisse faire|
        on laisse ca de meme|laisse ca de meme|laissez ca de meme|don t worry about it|dont worry about it|
        wrong button|forget all that|oublie mon affaire|oubliez mon affaire|
        leave it as is|leave it as it is|leave it alone|
        leave it|leave things as they are|skip that|c est pas grave|exit|stop that|nvmd|arrete ca|on efface ca
    """,
    "UNSURE": """
        figuring out|not sure|pas sur|pas sure|pas certain|pas certaine|te reviens|vous reviens|get back to you|
        let you know|on verra|je verrai|undecided|waiting to hear|have to check|need to check|dois verifier|
        attends de voir|te redis|vous redis|up in the air|depends|ca depend|not so sure
    """,
    "VIRTUAL": """
        virtual|virtually|online|remote|remotely|over video|by video|video call|zoom|facetime|virtuel|virtuelle|
        en ligne|a distance|par video|en visio|visio|telehealth|televisite
    """,
    "CONFIRM": """
        sans faute|without fail|
        bien recu|got it see you|confirm|confirming|confirmed|confirme|confirmer|confirmation|je confirme|
        i ll be there|ill be there|i will be there|je serai la|je vais etre la|jvais etre la|j vais etre la|
        m a etre la|ma etre la|see you there|see you then|see you|see u|see ya|cya|c ya|on se voit|a demain|
        count me in|
        comptez sur moi|compte sur moi|we ll be there|well be there|i m coming|im coming|i am coming|coming|
        je viens|je viendrai|je vais y etre|jvais y etre|j y serai|jy serai|jserai la|je suis la|still on|
        toujours bon|toujours ok|tjrs bon|jvas etre la|je vas etre la|jva etre la|je va etre la|chui la|chus la|
        i ll be at|ill be at|i will be at|we ll be at|i ll make it|i can make it|presence|on sera la|we re coming|
        we are coming|planning to be there|will attend|attending|present|presente|
        on vient|be there|c est toujours bon|on y sera
    """,
    "UNDO": """
        reviens en arriere|revenez en arriere|go back|undo|undo that|undo it|revert|reverse that|put it back|
        put back|remets le|remets la|remets ca|remettez le|remettez ca|reinstate|restore|bring it back|
        remets ca comme avant|comme avant|comme c etait|the way it was|annule ca|annule ce que|annuler ce que|
        annulez ce que|take that back|un cancel|uncancel|desannuler|desannule|defaire|defais|defais ca|
        didn t mean to|didnt mean to|did not mean to|by mistake|by accident|par erreur|c etait une erreur|
        cetait une erreur|my mistake|sans faire expres|accidentally|erreur de ma part|retablir|retablis|retablissez|
        remettez comme|je voulais pas|pas voulu|revenir en arriere|switch it back
    """,
    # courtesies
    "THANKS": """
        thanks|thank you|thankyou|thx|thnx|thnks|ty|tysm|tyvm|tks|thks|cheers|merci|mercii|merciii|mercie|mrc|mci|
        merki|much appreciated|appreciate it|appreciate|appreciated|thank u|i appreciate it|gracias|merci bien|
        merci beaucoup|mille mercis|merci infiniment|many thanks|thanks so much|thank you so much|t es fine|
        vous etes fine|bless|you rock|you re the best|youre the best|you are the best|t es le best|t es la best|
        lifesaver
    """,
    "BYE": """
        goodnight|night|later gator|talk later|speak soon|catch you later|a la revoyure|
        bye|goodbye|good bye|bye bye|ciao|see ya|see you later|later then|take care|have a good one|have a good day|
        have a great day|have a nice day|bonne journee|bonne soiree|bonne fin de journee|bonne fin de semaine|
        au revoir|aurevoir|a bientot|a la prochaine|good night|bonne nuit|a plus|a tantot|ttyl|talk soon|cya|
        bonne fin de soiree|bonne fin de matinee|bonne fin d apres midi|belle soiree|belle journee|belle fin|
        bonne fin|bonne fds|bon week end|bon weekend|bel apres midi|bonne aprem|bonne matinee|
        enjoy the rest of|enjoy your|have a lovely|have a wonderful|have a great|have a nice|have a good|nice evening|
        have a good night|bonne semaine|have a good weekend|salut bye|tourlou|enjoy your day|byee|byeee|toodles|
        a tout de suite|a toute|night night|gnight|have a good evening|until next time|at plus|on se reparle
    """,
    "HELLO": """
        hi|hello|hey|heya|hiya|yo|hii|heyy|howdy|good morning|good afternoon|good evening|bonjour|bonsoir|salut|
        allo|coucou|rebonjour|re bonjour|bon matin|sup|what s up|whats up|hello there|hi there|greetings|bjr|slt|
        hola|bonjour bonjour|quoi de neuf|ca va|how are you|how are u|comment ca va|hows it going|hey there|morning
    """,
    "LAUGH": "lol|haha|hahaha|hehe|lmao|mdr|ptdr|hihi|rofl|ha ha|lolol|xd|hah",
    # wanting, being able, and not
    "CANT": """
        can t|cant|cannot|can not|couldn t|won t be able to|wont be able to|unable to|not able to|
        not gonna be able to|not going to be able to|peux pas|pourrai pas|pourrais pas|pourra pas|peut pas|
        ne pourrai|ne pourrais|ne peux|ne puis|ne pourra|ne pourrons|suis pas capable|chu pas capable|
        chui pas capable|pas capable|pas moyen|no way i|pu capable|peux plus|
        pourrons pas|peuvent pas|can no longer|serai pas capable|pourrai plus|pourrai malheureusement pas|jpeux pu|
        peux pu|won t be able|wont be able|aren t able to|aint able to
    """,
    "MAKE_IT": """
        make it|be there|attend|come|come in|show up|get there|venir|y aller|y etre|etre la|me presenter|me rendre|
        etre present|etre presente|make|be able to come|get out|do|be in|aller
    """,
    "NOT_COMING": """
        not coming|won t be coming|wont be coming|won t be there|wont be there|won t be in|wont be in|
        not gonna make it|not going to make it|won t make it|wont make it|can t make|cant make|can t come|cant come|
        can t attend|cant attend|can t do|cant do|not gonna be there|can t be there|cant be there|
        not going to be there|je viendrai pas|viendrai pas|je viens pas|viens pas|serai pas la|je serai absent|
        je serai absente|vais pas venir|vais manquer|vais devoir manquer|have to miss|gonna miss|going to miss|
        will miss|must miss|need to miss|be missing|can t get there|cant get there|ne viendra pas|viendra pas|
        won t come|wont come|sera pas la|peux pas venir|peux pas y aller|peux pas etre la|peut pas venir|
        pourrai pas venir|pourra pas venir|pourrai pas etre la|peux plus venir|pourrai pas y aller|
        pourrai pas y etre|peux pas y etre|n y serai pas|vas pas venir|pas venir|pas etre la|no longer make it|
        can t make it|cant make it|cannot make it|cannot come|couldn t make it|couldn t come|pu venir|
        won t be able to make it|won t be able to come|wont be able to make it|wont be able to come|
        vais pas pouvoir venir|vais pas pouvoir y aller|vais pas pouvoir|pourrai pas me presenter|not be coming|
        isn t coming|isnt coming|out sick|unable to attend|unable to make it|unable to come|m absenter|m absente|
        have to cancel|have to bail|pas la|no chance i|no chance of me|no chance we|aucune chance que j|
        aucune chance que je|y a pas de chance que je|pas moyen que je|pas moyen que j|y arriverai pas|y arriverais pas|
        y arrive pas|viens pu|viens pus|viens plus|viendrai pu|viendrai plus|y vais pu|y vais plus|
        vais pu y|vais plus y|irai pu|irai plus|sans moi|without me|never make it|wont get to you|won t get to you
    """,
    "DONT": """
        don t|dont|do not|doesn t|doesnt|didn t|didnt|did not|please don t|not|pas|ne|never|won t|wont|isn t|isnt|
        sans|aint|ain t|n est pas|jamais|plus|pu|haven t|havent|wasn t|no need to|pas besoin de|pas besoin d
    """,
    "WANT": """
        want|wants|wanna|need|needs|would like|d like|id like|would love|d love|like to|love to|hoping|looking|
        gotta|got to|have to|has to|must|veux|veut|voudrais|voudrait|aimerais|aimerait|faudrait|faut|faudra|besoin|
        souhaite|souhaiterais|espere|cherche|dois|doit|vais devoir|devrais|prefer|prefere|prefererais|rather|
        i ll need|envie|vx|jveux|jvoudrais|jaimerais|j veux|jv|jprendrais|prendrais|prendrai|
        tryna|trying to|interested in|interesse|interessee|
        tenterait
    """,
    "CAN": """
        can|could|may|possible|would it be possible|peux|peut|pouvez|pourriez|pourrais|pourrait|pourrions|on peut|
        est ce possible|est il possible|possibilite|any chance|moyen|ca se peut|is it possible|could you|can you|
        can u|could u|can we|could we|peux tu|peut tu|pourriez vous|pouvez vous|y a moyen|ya moyen|any way|
        would you|will you|wld|cld|cn|y aurait il moyen|serait il possible|serait ce possible|ca serait tu possible|
        ca serait possible
    """,
    "HAVE": """
        do you have|do u have|have you got|you have|u have|got any|any|anything|is there|are there|avez vous|avez|
        as tu|vous avez|auriez vous|auriez|t as|t aurais|y a|y a t il|ya|ya tu|y a tu|y aurait|il y a|y a ti|
        what do you have|what have you got|what s|whats|qu est ce que vous avez|quelque chose|dla|encore|got|
        une place|de la place
    """,
    # questions
    "HOWMANY": """
        how many|how much|how meny|howmany|how manny|combien|cb|how much is|c est combien|cest combien|conbien|
        combiens|hm
    """,
    "WHEN": """
        when|when s|whens|quand|what time|what day|what date|a quelle heure|quelle heure|quel jour|quelle date|
        c est quand|cest quand|a qu elle heure|which day|quelle est l heure
    """,
    "WHERE": """
        where|wheres|where s|ou est|ou etes|ou se|c est ou|cest ou|addy|address|adresse|located|location|directions|
        how do i get|comment me rendre|comment on se rend|situe|situes|situee|ou vous|ou se trouve|ou est ce|
        parking|park|stationnement|stationner|parquer|metro|subway|bus|buzzer|entrance|entree|floor|etage|loin|far|
        wheelchair|fauteuil|rampe|elevator|ascenseur
    """,
    "WHAT": "what|whats|what s|quoi|quel|quelle|quels|quelles|c quoi|c est quoi|cest quoi|qu est ce|which",
    "HOW": "how|comment|hows",
    "WHY": "why|pourquoi|how come|comment ca se fait",
    "WHO": "who|whos|who s|qui",
    # the house: money, hours and rules
    "PRICE": """
        price|prices|pricing|cost|costs|prix|tarif|tarifs|rate|rates|fee|fees|frais|coute|coutent|cout|how much is|
        how much are|how much for|combien coute|discount|rabais|promo|promotion|cheaper|moins cher|special|deal on|
        tax|taxes|taxable|cheapest|la moins chere|le moins cher
    """,
    "HOURS": """
        hours|heures d ouverture|opening hours|business hours|horaire|horaires|ouvert|ouverts|ouverte|ouvrez|fermez|
        ferme|fermes|closed|close|are you open|you open|vos heures
    """,
    "RULES": """
        policy|policies|politique|politiques|notice|preavis|avis|late fee|cancellation fee|frais d annulation|
        no show fee|penalty|penalite|rule|rules|regle|regles|reglement|terms|conditions|expire|expires|expired|
        expirent|expiration|expiry|valid|valide|valides|validity|good for|deadline|delai|delais|transferable|
        transferrable|transferables|share|partager|fined|extension|prolonger|freeze my|suspendre|carry over|
        roll over|privacy|vie privee|confidentiel|confidential|guarantee|garantie
    """,
    # messages, language and data
    "STOPTEXT": """
        leave me alone|laissez moi tranquille|laisse moi tranquille|fichez moi la paix|quit messaging|
        quit contacting|quit bugging|stop harassing|plus de vos messages|plus de vos textos|plus vos messages|
        veux plus recevoir|veux pu recevoir|stop texting|stop messaging|stop sending|stop contacting|stop these|
        stop the texts|stop the messages|stop all|quit texting|quit sending|stop msging|stop bugging|stop spamming|
        liste d envoi|liste denvoi|mailing list|texting list|text list|contact list|distribution list|
        liste de diffusion|liste de contacts|liste de textos|
        desinscrire|desinscrivez|desinscription|
        opt out|optout|stopall|arretez de m ecrire|arrete de m ecrire|arretez de me texter|arrete de me texter|
        arretez de m envoyer|arrete de m envoyer|arretez les textos|arretez les messages|arretez de m|arrete de m|
        no more texts|no more messages|plus de textos|plus de texto|plus de messages|pu de textos|pu de texto|
        pu de messages|don t text me|dont text me|don t message me|dont message me|don t contact me|dont contact me|
        do not text|do not contact|do not message|remove me from your list|take me off your list|take my number off|
        remove my number|enlevez moi de votre liste|retirez moi de la liste|retirez moi de votre liste|
        enlevez mon numero|enleve mon numero|retirez mon numero|ote moi de ta liste|otez moi de votre liste|
        lose my number|cesser de m|cessez de m|cesse de m|ne m ecrivez plus|m ecrivez plus|m ecrire plus|
        me textez plus|me texte plus|ne plus recevoir|plus recevoir de|veux plus de messages|veux plus de textos|
        remove me from this list|take me off this list|stop txting|stop text|end texts|no texts|arretez les|
        arrete les|don t send me|dont send me|stop reminders|ne me textez plus|m envoyez plus|m envoie plus|
        ne m envoyez plus|plus me texter
    """,
    "UNSUB": "unsubscribe|unsub|desabonner|desabonne|desabonnez|me desabonner|desabonnement",
    "STOP": "stop|stopped|arret|arrete|arretez|stopp|stop stop|cesse|cessez|quit|end",
    "RESUME": """
        start|start texting|start sending|texting me again|texting again|commencer a recevoir|recommencer les|
        recommencez les|recommencer|recevoir vos|unstop|resume|resubscribe|turn back on|turn the texts back on|
        turn texts back on|text me again|texts again|reactiver|reactivez|reactive|me reabonner|reabonner|
        reabonnez moi|recommencer a m|recommence a m|recommencez a m|sign me back up|opt me back in|opt back in|
        opt in|subscribe|back on|recevoir encore|recevoir a nouveau|redemarrer|reinscrire|reinscrivez|reinscris|
        re inscrire|undo the stop|remettre les textos|
        remettre les rappels|remettez les textos|remettez les rappels|remets les textos|remets les rappels|
        remettez moi sur
    """,
    "LANG_FR": "french|francais|en francais|in french|fr stp|fr svp|francophone",
    "LANG_EN": "english|anglais|en anglais|in english",
    "SPEAK": """
        speak|parler|parlez|parle|write|ecrire|ecrivez|ecris|text|texter|textez|switch to|passer|continue|continuer|
        reply|repondre|repondez|respond|language|langue|talk|messages in|prefer|can we do|change to|switch
    """,
    "CALL": """
        call|phone|appelez|appelle|appeler|rappelez|rappeler|rappelle|telephoner|telephone|give me a call|
        give me a ring|call back|callback|ring|coup de fil|appel
    """,
    "TALK": """
        talk to|speak to|speak with|talk with|parler a|parler avec|chat with|jaser avec|discuter avec|get ahold of|
        reach|rejoindre|joindre|connect me|contact|communiquer avec|put me through|hear from
    """,
    "DATA": """
        everything you have on|infos sur moi|info on me|info about me|data about me|all my info|all my information|
        tout ce que vous avez|ce que vous avez sur moi|my data|my info|my information|mes donnees|mes infos|
        mes informations|my file|mon dossier|my personal info|personal information|renseignements|what info|
        quelles infos|my records|data you have|info you have|personal data|everything you have on me|
        tout ce que vous avez sur moi|renseignements personnels
    """,
    "ERASE": """
        deleted|erased|removed|supprimiez|effaciez|effacees|effaces|supprimees|supprimer tout|delete|erase|wipe|
        remove all|effacer|effacez|efface|supprimer|supprimez|supprime|delete my|forget me|oubliez moi|detruire|
        detruisez|close my account|fermer mon compte|fermez mon compte|delete everything|purge|remove my account
    """,
    # the day itself
    "LATE": """
        late|en retard|retard|running behind|behind|delayed|running late|runnin late|stuck|coincé|coincee|pogné|
        pognee|pris dans|prise dans|traffic|trafic|bouchon|delay|eta|be there in|la dans|almost there|j arrive|
        jarrive|on my way|en chemin|en route|omw|parking now|just parked|looking for parking|finding parking|
        overslept|slept in|slept through|leaving now|just left|just leaving|je viens de partir|passe tout droit|
        more minutes|more min|more mins|encore 5 minutes|cherche du stationnement|cherche un stationnement|
        trouver du parking|be there by|be there at|few min|retarde|retardee|minutes away|min away|
        arriving|arrive dans|will be there in|bus is|metro est|subway is|held up|few minutes past|minutes past|
        a la course|hold my spot|start without me|give me
    """,
    "NOSHOW": """
        abs|absent|absente|
        never turned up|never arrived|never made it|no sign of|aucun signe du|aucun signe des|pas de nouvelles de|
        pas de nouvelles du|nobody came|no one came|
        jamais vu|pas vu|personne est venu|aucun signe de|no show|noshow|
        no showed|no shows|ns|didn t show|didnt show|didn t show up|didnt show up|never showed|never came|
        didn t come|didnt come|s est pas presente|s est pas presentee|pas venu|pas venue|absent|absente|
        pas presente|est pas venu|est pas venue|stood me up|ghosted|s est pas pointe|s est pas pointee|jamais venu|
        jamais venue|missed|manqué|no call|pas montre|s est jamais presente|s est jamais presentee|
        s est jamais pointe|didn t turn up
    """,
    "ATTENDED": """
        presents|presentes|attended|came|showed|showed up|was here|were here|here|is here|present|presente|est venu|
        est venue|venu|venue|sont venus|est la|was in|done|completed|complete|fini|finie|terminé|terminee|all came|
        made it|arrived|est arrivee|est arrive|venus|etait la|etaient la|fait|faite|mark|checked in|vu|vus|good for
    """,
    # the practitioner's own thread
    "BLOCK": """
        block|block off|blocked|bloque|bloquer|bloquez|blocker|off|day off|time off|conge|vacation|vacances|
        out of office|not working|take off|i m out|close me|close off|away|absent|ferme|fermer|fermez|
        won t be working|not in|unavailable|pas dispo|indisponible|i m off|travaille pas|travaillerai pas|pas la|
        mark me off|hold|no clients|no bookings|pas de clients|pas de rendez vous|je prends off|rentre pas|
        rentrerai pas
    """,
    "UNBLOCK": """
        unblock|open up|reopen|open back up|open it back up|debloque|debloquer|debloquez|rouvre|rouvrir|rouvrez|
        ouvre|ouvrir|ouvrez|open|available after all|can work|free up|liberer|libere|remove the block|
        take off the block|remove my time off|put me back on|back on the schedule|je travaille finalement|
        peux travailler|dispo finalement|disponible finalement|unblocked|enleve le blocage|cancel my day off|
        cancel my time off|annule mon conge|enleve mon conge|annule le blocage
    """,
    "NOTE": """
        note|notes|noter|memo|add a note|ajoute une note|write down|jot down|annotation|inscris au dossier|chart|
        remember that|souviens toi que
    """,
    "SELL": """
        sell|sold|vend|vends|vendre|vendu|give|sell him|sell her|donne|put him on|put her on|add package|
        ajoute un forfait|ring up|bought|start|inscris
    """,
    "ADJUST": """
        credit|add|give|give back|refund|adjust|comp|remove|deduct|subtract|ajoute|ajouter|redonne|redonner|donne|
        enleve|enlever|retire|rajoute|crediter|credite|plus one|minus one|take off|take away|gratuite|free session|
        compense|remets|offre|offrir|put back
    """,
    "FIND": """
        num|num de|
        find|look up|lookup|search|pull up|cherche|chercher|trouve|trouver|recherche|who is|qui est|number|numero|
        phone number|s number|contact info|coordonnees|file for|dossier de|whats|email for|courriel de|where is
    """,
    "INVITE": """
        invite|inviter|invitez|onboard|new client|nouveau client|nouvelle cliente|nouvelle client|send an invite|
        send a link to|invitation|send invite|envoie une invitation|add client|ajoute client|sign up link
    """,
    "WEEKSUM": """
        at a glance|coup d oeil|coup doeil|apercu|overview|looking like|look like|en bref|d ensemble|vue d ensemble|
        how are we doing|how s|
        weekly numbers|weekly stats|weekly report|weekly recap|monthly numbers|chiffres de la semaine|
        rapport hebdo|resume hebdo|wrap up|how busy|comment va|comment a ete|s est passee|how was|how did|
        week summary|weekly summary|
        resume de la semaine|bilan|summary|recap|resume|numbers|chiffres|stats|statistics|revenue|revenus|report|
        rapport|revenu|earnings|a donne quoi|weeks numbers|no shows this
    """,
    "DAYLIST": """
        my day|my schedule|mon horaire|ma journee|agenda|whos next|who s next|who s up|next client|prochain client|
        prochaine cliente|who do i have|qui j ai|j ai qui|qui est ce que j ai|whats my day|show me|montre moi|
        montre|list|day|today s list|whats on|what s on|lineup|schedule|horaire|first client|premier client|
        last client|who am i seeing|how many|clients|first up|who have i got
    """,
    "USAGE": """
        history|historique|when did i use|used|utilise|utilisees|utilises|past sessions|past appointments|
        seances passees|how did i use|statement of|how many have i done|breakdown|detail|details|where did they go|
        ou sont passe|which sessions|list of my sessions|releve|liste de mes seances|past visits|previous sessions|
        dernieres visites|mes dernieres seances|visites passees|when was my last|c etait quand ma derniere|
        what sessions|sessions have i
    """,
    "BUY": """
        buy|purchase|acheter|achete|acheterais|sign me up for|sign me up|sign up for|get the|upgrade|upgrade me|
        renew|renouveler|renouvelle|renouvellement|re up|another pack|another package|un autre paquet|
        un autre forfait|order|commander|go with the|je prends le forfait|je vais prendre le|prendre le forfait|
        take the|start the|top up|reload|another|un autre|passer au|passer a|subscribe to|m abonner|abonner|
        i ll take the|prendre un forfait|prendre un paquet|more sessions|plus de seances|add sessions|mets moi le|
        mettez moi le|racheter|rachete|embarque moi|me prendre
    """,
    # choices and help
    "MORE": """
        down the line|further out|further down|plus loin dans|any of that|any of those|
        other choices|other possibilities|other times|other options|anything else|something else|another time|
        different time|autre chose|
        autres heures|d autres heures|une autre heure|autre heure|d autres options|autres options|d autres choix|
        autres choix|more options|more times|what else|any others|any other|others|other days|another day|
        autre jour|autre journee|d autres jours|d autres dates|autres dates|other dates|different day|autre moment|
        autre temps|d autres plages|autres plages|quoi d autre|when else|anyone else|anything earlier|anything later|
        plus de choix|
        d autres dispos|autres dispos|d autres disponibilites|autres disponibilites|show more|show me more|
        plus d options|autre creneau|d autres creneaux|see more|next ones|other slots|other spots|des autres|
        rien d autre|any more|nothing else|keep going|next options|suivants|suivantes|les suivants|later ones|
        earlier ones|autres places|d autres places|autres possibilites|d autres possibilites|none of these work|
        none of those work
    """,
    "HELP": """
        ca marche comment|ca fonctionne comment|
        je peux faire quoi|que puis je faire|qu est ce que je peux faire|je fais quoi|quoi faire|what now|
        tu peux faire|vous pouvez faire|you can do|peux tu faire|tu fais quoi|
        que faites vous|help|aide|aider|what can you do|what can i do|how does this work|how do i use|
        comment ca marche|comment ca fonctionne|options|menu|commands|commandes|instructions|what are my options|
        que peux tu faire|que pouvez vous faire|tu peux faire quoi|vous pouvez faire quoi|qu est ce que tu fais|
        what is this|who is this|who dis|who s this|whos this|c est qui|cest qui|what do you do|c est quoi ce numero|
        aidez moi|aide moi|
        comprends pas|comprend pas|don t understand|dont understand|i m confused|im confused|confused|i m lost|
        what do i do|sos|how to use|how this works|a quoi ca sert
    """,
    "MY": "my|mon|ma|mes|our|notre|nos|m|mine",
    "NEXT_ONE": "next one|prochain|prochaine|next|upcoming|mon prochain|ma prochaine",
    "AM_I": """
        am i|do i have|did i|j ai quoi|qu est ce que j ai|quest ce que j ai|ai je quelque chose|have i|when am i|
        i m booked|im booked|am i booked|ai je|est ce que j ai|j ai tu|jai tu|
        suis je|je suis tu|est ce que je suis|chui tu|chu tu|did we|do we have|was i|what do i have|whats booked|
        what s booked|what have i got|do i still|est ce que j avais
    """,
    # why not
    "REMOVE": """
        remove|take|get me off|off|delete|drop|enlever|retirer|oter|sortir|rayer|supprimer|effacer|desinscrire|
        biffer|unlist|scratch|rayez|sors|sortez
    """,
    "STRANGER": "maman|papa|mom|mommy|dad|daddy|babe|baby|honey|hun|cheri|cherie|mon amour|bro|sis|grandma|mamie|papi",
    "PARKING": "parking|stationnement|park|parking spot|parquer|stationner|place de parking|a spot to park",
    "SICK": """
        sick|i m ill|im ill|am ill|feeling ill|is ill|s ill|fell ill|still ill|so ill|really ill|feel ill|malade|
        malades|flu|grippe|fever|fievre|covid|gastro|rhume|puking|throwing up|not feeling well|
        not feeling great|under the weather|feeling sick|me sens pas bien|me sens pas tres bien|file pas|filer pas|
        pas bien|in bed|home sick|stay home|rester a la maison|reste a la maison|hospital|hopital|migraine|
        burning up|throwing up|has a temperature|running a temperature|brulant de fievre|
        threw my back out|not well|stomach bug|strep|contagious|contagieux|contagieuse
    """,
    "TROUBLE": """
        something came up|came up|something has come up|empechement|imprevu|conflict|conflit|double booked|
        an emergency|une urgence|un contretemps|contretemps|called in to work|called into work|stuck at work|
        the problem is|the issue is|the trouble is|le probleme c est|le probleme est|
        oblige de travailler|rentre au travail|rentrer au travail|called in|got called|called in for
    """,
    "REMEMBER": """
        keep me in mind|garde moi en tete|gardez moi en tete|pense a moi si|think of me if|keep me posted|
        tenez moi au courant|tiens moi au courant
    """,
    "OTHER": "another|different|autre|autres|other",
    "USUAL": """
        my usual|the usual|usual time|usual slot|comme d habitude|comme d hab|mon habituel|mon heure habituelle|
        same as usual|same as last time|comme la derniere fois|comme la fois passee|ma plage habituelle
    """,
    "WAIT": """
        one sec|one second|one moment|give me a sec|gimme a sec|hold on|hang on|un instant|un moment|deux secondes|
        2 secondes|2 sec|2 secs|une seconde|attends|attendez|attend|let me check|let me see|let me look|je regarde|
        jregarde|je verifie|brb|i ll check|ill check|checking|laissez moi verifier|laisse moi voir|laissez moi voir|
        je vais verifier|je vais regarder|je reviens|two secs|wait a sec|a minute please|deux minutes
    """,
    "OFFTOPIC": """
        neiger|neige|snow|snowing|rain|raining|pleuvoir|pleut|quel temps fait il|temps qu il fait|order me a|dog ate|
        followers|instagram|tiktok|seo|marketing|web design|
        website traffic|investment|investissement|pret personnel|warranty|duct cleaning|weather|forecast|meteo|
        temperature|joke|blague|recipe|recette|who won|president|capital|poem|poeme|song|chanson|translate|traduis|
        traduire|lottery|loto|horoscope|stock market|bourse|bitcoin|crypto|homework|devoirs|netflix|movie|film|
        hockey|pizza
    """,
    "BETHERE": """
        be there|etre la|serai la|get there|arriver|arrive|arriving|etre rendu|show up|vas etre la|va etre la|
        vais etre la|jvas etre la|y etre|j arrive|jarrive|at the clinic|a la clinique
    """,
    "LASTMIN": """
        too soon|too short notice|short notice|last minute|trop vite|trop tot|too early|too late|too last minute|
        trop serre|trop court|another time|une autre fois|next time|la prochaine fois|give it to someone else|
        next person|next in line|the next one in line|au suivant|
        a la suivante|au prochain|pass it on|pass it along|pass it to|give my spot|quelqu un d autre|
        une autre personne|to someone else|someone else can|cette fois ci|not this time|pas cette fois|
        pour cette fois|let that one go|let this one go|let it go by|let that go|pass on that|pass on this|pass on it|
        laisser passer|laisse passer|
        thinking of me|thought of me|d avoir pense a moi|de penser a moi|pour l offre|for the offer|
        sit this one out|let it go to|laisse la au|offrez le|offrez la|passez la|
        offer it to someone|donnez la a|donne la a|laissez la a|let someone else|prochaine fois
    """,
    "MEDICAL": """
        relaxant|muscle relaxant|muscle relaxer|relaxer|anti inflammatoire|anti inflammatory|anti inflammatories|
        anti inflammatoires|motrin|aleve|naproxen|cortisone|painkiller|painkillers|antidouleur|antidouleurs|comprime|
        comprimes|double the dose|doubler la dose|double dose|opioid|aspirin|aspirine|tramadol|gabapentin|
        pain in my chest|chest pain|numb|advil|tylenol|ibuprofen|medication|medications|medicament|medicaments|dose|
        pills|pill|pilule|pilules|fracture|broken|mri|irm|x ray|xray|radio|diagnose|diagnostic|blood|sang|emergency|
        urgence|911|infection|antibiotic|prescription|prescrire|swollen|enfle|enflee|fever medicine|
        douleur a la poitrine|mal a la poitrine|engourdi|engourdie|surgery|operation|suicidal|suicide|mourir|die|
        overdose|concussion|commotion|dizzy|etourdi|faint
    """,
    "SYSTEM": """
        ignore previous|ignore all|ignore your|previous instructions|your instructions|tes instructions|
        vos instructions|system prompt|system|you are now|systeme|act as|pretend|admin mode|developer mode|override|
        prompt|
        reveal|jailbreak|sudo|oublie tes|oubliez vos|ignore tes|ignorez vos|instructions precedentes|drop table|
        mode administrateur|disregard your|mode admin|fais semblant|tu es maintenant|select from|script alert|
        all clients|tous les clients|list of clients|liste des clients|other clients|autres clients
    """,
}


def _plain(phrase: str) -> str:
    return " ".join(phrase.translate(str.maketrans("éèêàôçû", "eeeaocu")).split())


def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for concept, lines in CONCEPTS.items():
        for written in map(_plain, lines.split("|")):
            phrase = " ".join(lemma(word) for word in written.split())
            if phrase and concept not in table.get(phrase, ()):
                table[phrase] = (*table.get(phrase, ()), concept)
    return table


PHRASES: Final = _table()
# For each word that begins a phrase, the lengths in words of such phrases, longest first.
LENGTHS: Final[dict[str, tuple[int, ...]]] = {
    head: tuple(sorted(lengths, reverse=True))
    for head, lengths in (
        (head, {p.count(" ") + 1 for p in phrases})
        for head, phrases in (
            (h, [p for p in PHRASES if p.split(" ", 1)[0] == h]) for h in {p.split(" ", 1)[0] for p in PHRASES}
        )
    )
}
_KNOWN: Final = frozenset(
    word for lines in CONCEPTS.values() for phrase in lines.split("|") for word in _plain(phrase).split()
)
# Words of the trade that are worth repairing.
_TRADE: Final = tuple(
    sorted(
        word_set(
            """
cancel cancelled cancelling cancellation appointment appointments reschedule rescheduling schedule booking
session sessions reminder reminders receipt receipts invoice package packages forfait forfaits annuler annulez
annulation seance seances deplacer reporter changer reserver reservation confirm confirmer confirmed available
availability disponible disponibilite waitlist balance remaining payment paiement deposit rendez facture
deplacement prochaine disponibilites consultation evaluation assessment assurance unsubscribe stationnement
parking combien possible change running traffic retard refund rembourser please merci thanks"""
        )
    )
)


# French words of the trade that are written by ear.
_BY_SOUND: Final = {
    sound(word): word
    for word in word_set(
        """annuler deplacer reporter changer reserver confirmer seance rendez facture forfait disponible prochaine
annulation remboursement assurance evaluation combien voudrais aimerais pourrais besoin merci bonjour retard
paiement liste place"""
    )
}
_ELIDED: Final = frozenset("jdlmnst")  # "jannule", "dannuler"
_BY_LETTER: Final = {letter: tuple(w for w in _TRADE if w[0] == letter) for letter in {w[0] for w in _TRADE}}


# Words of their own that are near a word of the trade.
_REAL_WORDS: Final = word_set(
    """
savoir repeter cancer cancers conform mercy mercier regard regards regarding plate plates plats combine combined
possibly remainder seasons season reindeer tissue tissues annulaire lister listes annual annually importance concern
"""
)


@lru_cache(maxsize=8192)
def repair(word: str) -> str:
    """The word of the trade that was meant by a misspelling, or the word itself."""
    if (
        len(word) < 5
        or len(word) > 15
        or word in _KNOWN
        or word in _REAL_WORDS
        or not word.isalpha()
        or word.endswith(("ed", "ing"))
    ):
        return word
    if word.endswith("s") and word[:-1] in _KNOWN:
        return word
    if word[0] in _ELIDED and (word[1] in "aeiouh" or word[0] == "j") and len(word) > 5:
        whole = word[1:] if word[1:] in _KNOWN else _by_ear(word[1:])
        if whole in _KNOWN:
            return whole
    alike = _by_ear(word)
    if alike is not None:
        return alike
    best, fewest = word, 3
    for known in _BY_LETTER.get(word[0], ()):
        allowed = 2 if len(known) >= 8 and len(word) >= 7 else 1
        if abs(len(known) - len(word)) > allowed:
            continue
        slips = OSA.distance(known, word, score_cutoff=allowed)
        if slips <= allowed and slips < fewest:
            best, fewest = known, slips
    return best


def singular(word: str) -> str:
    """The word of the trade that a long plural is of ("remboursables"), or the word itself."""
    plural = len(word) > 5 and word.endswith("s") and word not in _KNOWN and word[:-1] in _KNOWN
    return word[:-1] if plural else word


def _by_ear(word: str) -> str | None:
    """The French word of the trade that sounds so."""
    alike = _BY_SOUND.get(sound(word))
    return alike if alike is not None and OSA.distance(alike, word, score_cutoff=3) <= 3 else None


def knows(word: str) -> bool:
    """Is this a word of the trade?"""
    return word in _KNOWN
