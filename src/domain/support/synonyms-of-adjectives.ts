/** Adjectives and adverbs of general English that often stand for each other. Groups stand between bars. */
export const adjectiveGroups = `
able capable competent | abnormal unusual odd strange | abrupt sudden | absent away missing |
absolute total complete | abundant plentiful ample rich | academic scholarly | acceptable satisfactory adequate |
accidental unintentional | active busy | actual real | acute severe | additional another |
adequate sufficient enough suitable suffice adequacy sufficiency | adjacent neighbouring next |
advanced sophisticated | affluent rich wealthy | afraid scared frightened fearful | aggressive hostile violent |
alive living | alone solitary sole single own | amazing astonishing incredible surprising | ambient surrounding |
anonymous unnamed | anxious worried nervous | appropriate suitable proper right fitting | arbitrary random |
artificial synthetic fake | attractive beautiful pretty | aware conscious | awful terrible dreadful horrible |
awkward clumsy | bad foul | bare naked | basic fundamental elementary essential | blank empty | bodily physical |
bold brave | boring dull tedious | breakable fragile | bright brilliant luminous | broken damaged | brutal cruel |
burst broken | calm peaceful quiet | careful cautious | careless negligent | clean pure | clever smart intelligent |
closed shut | closed buttoned | closely strongly | common shared | common widespread |
comprehensive thorough detailed extensive | conical cone | continuous constant uninterrupted | contrary opposite |
courteous polite | crazy mad insane | critical crucial | damp wet moist humid | deadly lethal fatal |
defective faulty | delicious tasty | different unlike | dirty filthy | domestic household | due owing |
durable lasting | eager keen | elderly old aged | empty vacant unoccupied | enormous gigantic immense | evil wicked |
excellent outstanding superb great | explicit express | fair just | faithful loyal | few little scarce |
flammable inflammable | flat level | following coming next | foolish stupid silly | former ex old previous |
fortunate lucky | frequent common | funny amusing | general broad | genuine authentic real true | grateful thankful |
grave serious | harsh severe | healthy well fit | helpful useful | high steep | holy sacred | hot lukewarm warm |
immediate straight | inadequate insufficient | incomplete partial | infinite unlimited | last final |
local regional area | main largest biggest | marine sea maritime | neat tidy | new hire newcomer | nice pleasant |
nocturnal night | odd strange peculiar weird | optimal best optimum |
outdated old-fashioned dated obsolete antiquated | overdue late | pleased happy satisfied glad |
popular loved favourite | possible suitable | prepared ready | quick easy | quiet silent | rational reasonable |
ready finished done prepared | reluctant unwilling | responsible accountable charge | rigid stiff | round circular |
rude impolite | serious grave severe heavy | severe hard harsh | sharp steep sudden | single unmarried |
spare replacement | suitable appropriate designed | temporary provisional interim | toxic poisonous |
unavailable stock | uncertain unsure unclear | unemployed jobless | urban city | urgent pressing emergency |
vertical upright | widely broadly generally universally | wooden wood | working employed | abroad overseas |
absolutely completely | accurately precisely | actually really |
afterwards afterward then thereafter later subsequently after | again once more | alone only just solely |
altogether total | annually yearly year | anymore longer | anyone nobody anybody | apart separately |
automatically itself | barely hardly | beforehand advance earlier prior | beforehand before | bulk most majority |
chiefly mainly mostly | currently present now today moment | deliberately intentionally | eventually end |
exclusively only solely | extremely very highly | far much | firstly first | formerly previously once |
immediately instantly promptly once delay straight | immediately notice | instead rather | least minimum |
maximum most up | nowadays today now currently | occasionally now | once after when | online internet |
onwards onward from | opposed against | remotely home | roughly well | sharply steeply strongly | shortly soon |
unless except | blocked stuffy clogged | working business
`
