/** Nouns of general English, with what is made of them, that often stand for each other. Groups stand between bars. */
export const nounGroups = `
ability capability capacity skill power able capable | abroad overseas foreign | absence lack | academy school |
accent dialect | acceptance approval | access entry admission entrance | accident crash incident mishap collision |
accommodation lodging housing room | accord treaty agreement pact | accountant bookkeeper |
accuracy precision exactness | acquaintance friend | act deed action | act law statute |
action measure step activity | activity work | actor performer player | addition supplement extra | address location |
adult grown | advance progress | adversary enemy opponent rival | advert advertisement ad commercial promotion |
advice guidance counsel recommendation tip | adviser advisor consultant counsellor | affair matter |
age era epoch period | agency bureau office body authority | agenda programme schedule | agent representative broker |
agriculture farming agricultural farm | aid relief help | airport airfield | alarm alert siren warning |
alcohol liquor spirit | alert notice warning | alliance union coalition league partnership | allowance benefit grant |
ally partner friend | alternative option substitute replacement | amendment change revision |
amount sum quantity total figure volume | ancestor forefather | anger rage fury | animal creature beast |
announcement statement notice declaration | anniversary jubilee | antenna aerial | anxiety worry fear |
apartment flat home residence unit dwelling | apology sorry | apparatus device | appeal request plea |
appearance look | appliance device machine unit apparatus equipment | applicant candidate | application request form |
appointment meeting visit date booking | apprentice trainee | architect designer |
archive record repository collection | area region district zone territory surface | argument dispute quarrel row |
argument reason | army military troops forces soldiers | arrival coming | arrears overdue late outstanding |
article item piece | article clause section | artist painter | assembly meeting parliament |
asset property possession | assistance help support aid | assistant helper aide |
association society club organisation organization | atmosphere mood air | attack raid | attempt effort try bid |
attendance presence turnout | attention notice | attic loft | attitude stance view position opinion |
attorney lawyer solicitor barrister advocate counsel | attraction sight | auction sale |
audience spectator viewer listener public crowd | audit inspection review check | aunt relative | author writer |
authority power | authority official administration government council agency body | autumn fall |
average mean typical | award grant | baby infant newborn | background history | bag sack pouch | bakery baker |
balance remainder | ball dance | band group | bank shore | bar pub tavern inn | bargain deal | barn shed |
barrier obstacle hurdle | basement cellar | basis foundation base ground | basin bowl | batch lot |
battle fight combat | bay gulf | beach shore coast seaside | beam ray | bedroom room |
beginning start outset opening onset | behaviour behavior conduct | being creature |
belief view conviction opinion faith | belief doctrine | belly stomach abdomen |
belongings possessions goods property | benefit advantage gain profit | beverage drink | bicycle bike cycle |
bicycle cyclist | bid offer tender | bill invoice | bill law act | bin container dustbin | biography life |
bird fowl | blaze fire | block building | blunder mistake | board committee council panel |
boat vessel ship craft ferry | body corpse | body organisation organization institution | bomb explosive |
bonus premium reward | book title volume | border frontier boundary | boss manager supervisor chief employer |
bottle flask | boundary limit | box carton case crate | boy lad son | brain mind | brand make label |
bravery courage brave courageous | breach violation infringement | break pause rest interval recess |
breakdown failure collapse | breath breathing | bridge crossing span | broadcast transmission programme |
brochure leaflet pamphlet booklet flyer | broth stock bouillon | brother sibling | budget finance |
bug error fault defect problem flaw | building structure construction house edifice premises | bulk majority most |
burglary break-in theft robbery break | bus coach | business commerce trade commercial | business enterprise |
cab taxi | cabin hut | cabinet cupboard | cabinet government | calamity disaster catastrophe tragedy |
calendar schedule | campaign drive | campus site | cancer tumour tumor malignancy | candidate applicant nominee |
cap limit ceiling maximum | capacity volume | captain skipper | captain leader | car motor | care treatment |
career profession occupation | caretaker janitor superintendent warden | cargo freight load | carpet rug |
carriage coach | cart wagon | case lawsuit trial suit proceedings | cash money | castle fortress palace |
catastrophe disaster | cathedral church | cattle cow livestock | ceasefire truce |
celebration party festivity festival | cellphone mobile phone smartphone | cemetery graveyard burial | census count |
centre center hub | ceremony ritual | certainty sure | certificate diploma document |
chairman chair chairwoman chairperson president head lead | challenge difficulty | champion winner |
chance opportunity possibility | chance luck | change shift | chapter section | character personality | charge fee |
charge duty | check inspection examination | chemist pharmacist | chick offspring young | chief head boss |
childhood youth | children young kids offspring | choice preference | church chapel parish |
cigarette tobacco smoking smoke | cinema film | circumstance condition situation |
citizen resident national inhabitant | claim assertion | class lesson course | clerk official | climate weather |
clinic surgery | cloth fabric textile | clothes clothing garment wear apparel dress | club society | clue hint |
coach trainer | coat jacket | coast shore seaside coastal | code password | coffee espresso | coin money |
collapse failure | colleague coworker associate | collection set | collision crash | colony settlement |
combination mix mixture blend | comfort ease | command order | comment remark | commission committee |
commission fee | commitment pledge promise | committee panel board commission | commodity good product merchandise |
communication message | community neighbourhood | commuter traveller | compensation damages reimbursement refund |
competition contest tournament championship | competitor rival contestant | complaint grievance objection |
component part | computer pc laptop machine | concern worry | condition state | condition term requirement provision |
condition disease illness disorder | conference congress summit | confidence trust | conflict dispute |
congress parliament | connection link | consent agreement | conservation protection preservation |
construction building work | consultant expert | consumption use usage | contact touch |
container vessel box bin tank | contribution donation | contributor donor | controversy dispute argument |
convention conference | convention custom | cook chef | copy duplicate replica | corridor hallway passage |
cost outlay expense | cottage house | council authority | councillor cllr | counsellor therapist |
countryside rural country | county district | couple pair | course class | court tribunal judge | cousin relative |
cover lid | cover insurance protection coverage | coworker colleague | craft trade | craftsman artisan |
creator maker inventor | credit loan | creek stream brook river | crew team staff | crime offence offense |
criminal offender convict | crisis emergency | criterion standard | critic reviewer | crop harvest |
crossing passage | crowd mob mass | cup mug | current electricity | curriculum syllabus | curtain blind |
custom tradition habit practice | customer guest | cut reduction | dad father | damage harm injury destruction loss |
danger threat | data figures statistics | date day | dawn sunrise daybreak | deadline limit date |
dealer trader merchant seller | death fatality dead died | debris rubble | debt liability loan | decline drop |
defence defense | deficit shortfall loss | definition meaning | degree diploma | delegate representative |
delivery shipment arrive | demand need request | demonstration protest march rally | department office section |
departure leaving | deposit payment | depth deep | design pattern | desk table | destruction ruin |
detergent soap cleaner | developer programmer | development growth | device gadget unit |
dialogue talk conversation discussion | diary journal | diet nutrition food | difference distinction contrast |
difficulty trouble problem | dinner supper meal | diplomat ambassador envoy | direction way | dirt mud soil |
discharge release | discount rebate | discovery find | discussion talk | disease infection | dish plate | dish meal |
display screen monitor | disposal removal | distribution spread | district quarter area | diversity variety |
doctrine belief teaching principle | document certificate | dog hound | donation gift contribution | door gate |
dose dosage | downturn recession slump | draft version | drawing sketch | driver motorist chauffeur | drop fall |
drought dry | dusk sunset twilight | duty tax tariff | duty shift | dweller inhabitant resident | dwelling home |
earnings income wage salary pay | earth soil ground | earthquake quake tremor | edition issue |
education schooling teaching training | elder senior | electricity power electric current electrical electrify |
electrocardiogram ecg ekg | elevator lift | emergency urgent | emotion feeling | emperor ruler |
emphasis stress focus | encounter meeting | end close | engineer technician | entrance entry door |
entrepreneur founder businessman | entry item record | epidemic outbreak | equipment tool | essay article |
estate property | evening night | event occasion occurrence incident | event entry appointment | evidence proof |
exam examination test | examination check | excursion trip outing | executive manager |
exhibition show display fair exposition | exit departure | expansion growth | expedition journey voyage |
expert authority | explosion blast | eyesight sight vision | facility plant | factor element cause influence |
factory mill | failure breakdown | fair market | faith religion belief | family household relative kin |
famine hunger | fan supporter | fare ticket price | farm ranch | farmer grower peasant | fashion style |
father dad parent | feast banquet | feather plumage | feedback response | feeling sense | female woman |
fence wall barrier | fever temperature | fighter soldier | figure number | film movie picture | fine penalty |
fire flame blaze | fisherman angler | flag banner | flame fire | flesh meat | flood flooding |
floor storey story level | flower blossom bloom | folk people | follower supporter | font typeface | food nutrition |
foot base | foreigner alien | forest wood woodland | fortnight week | fortune wealth | foundation charity |
founder creator founding | fragment piece | fraud deception | freedom liberty | fridge refrigerator |
funding money finance grant | funeral burial | gallery museum | gap hole opening |
garbage rubbish waste trash refuse litter | garden yard | gender sex | gift present | girl daughter |
glasses goggles spectacles | good item product ware merchandise | goods items merchandise products wares |
government administration | grain cereal | grass lawn | grave tomb | ground land | guarantee warranty |
gun weapon firearm | handbook manual guide | harbour harbor port | haste hurry | hat cap | header heading title |
headquarters hq base | heating heater radiator | highway motorway road | hill mountain | hobby pastime |
holiday vacation | hotel inn | household home family | humour humor | hurricane storm typhoon | immigrant migrant |
importance significance | income salary | industry sector industrial | inhabitant resident population people |
injury wound | inmate prisoner | insect bug | instalment installment | institute institution |
instruction direction guideline | insurance cover policy | insurer insurance company |
intention intent deliberate intentional | internet web online | interval gap spacing apart | investigation probe |
island isle | item thing object product | jail prison | jewellery jewelry jewel | job position |
journal magazine periodical | journalist reporter | judgment verdict ruling decision judgement |
junction crossing intersection | jurisdiction court | killer murderer | kindergarten nursery | lab laboratory |
labour labor | lady woman | lake pond | lamp light lantern bulb | land ground property | landscape scenery |
lane road path | language tongue | lawmaker legislator mp | lecture talk | legend myth |
liability responsibility liable | licence license permit | lid cover lidded | lighthouse beacon | line route |
loan mortgage credit | luggage baggage | lunch meal | mail post | mailbox inbox | maintenance upkeep service |
maker manufacturer producer | male man | mankind humanity | mark sign | mark grade |
marriage wedding married wedlock | match game | material substance | mayor mayoress | meadow field | media press |
memorial monument | memory ram | minister secretary | ministry department | minutes record protocol |
mismatch discrepancy inconsistency difference | mist fog | moisture water humidity damp | mortality death |
mother mum mom parent | motion movement | motion proposal | motor engine | mountain peak mount |
musician player performer | neighbour neighbor | neighbourhood neighborhood district | newspaper paper press |
nobody none | norm standard | notebook laptop | notice notification announcement warning | novelist writer author |
occupant resident tenant | ocean sea | offence offense | official officer | offspring young child |
operation surgery | organiser organizer | origin source root | outlet shop store | outskirts suburb |
oven stove cooker | overview summary | owner proprietor holder | package packet parcel pack | participant attendee |
partner spouse wife husband | passenger traveller rider | path track trail | pavement sidewalk | pedestrian walker |
pension retirement | percentage share proportion | petition appeal | petrol gasoline fuel | phase stage step |
phone telephone | physician medic | pill tablet | pipe tube duct | poem poetry verse | poet writer | pole rod |
policeman officer | policy rule | policyholder insured customer | pollution contamination | population people |
population number | portion serving | postcode zip | pot pan | precipitation rain | pregnancy pregnant expecting |
premises building | prerequisite requirement | priest clergyman pastor minister vicar | principal head |
printer printing | probability likelihood chance | proceeds revenue income | production output manufacture |
programme program show | programme plan scheme | proposal suggestion motion proposition | prospect outlook |
provider supplier | punishment penalty sentence | quarter district | queue line | quotation quote | rain rainfall |
reaction response | rebellion revolt uprising | recipient receiver | reduction discount | refuge shelter |
remainder rest | remuneration pay salary | reservation booking | restaurant eatery diner cafe |
retailer shop store dealer | rock stone | rope cord | rumour rumor | safety security | sailor seaman crew |
salary wage pay | salesman seller | schedule timetable plan programme | seat chair | seminar workshop course |
shade shadow | shard fragment piece splinter | share stock | shareholder stockholder | shipyard yard |
shopkeeper shop owner | signature signed sign | smell odour odor | soccer football | soldier troop |
speech address talk | sphere ball globe | spokesman spokeswoman spokesperson | stadium arena | stair step staircase |
statue sculpture | status position | storm gale | story tale | strike walkout | summary abstract | supplier vendor |
surgeon doctor | talent gift | tank container reservoir | taste flavour flavor | tax levy | television tv |
tendency trend | theatre theater | therapy treatment | thief robber burglar | timber wood | toilet lavatory bathroom |
tourist visitor holidaymaker guest traveller | town municipal municipality city |
transport transportation transit traffic | traveller traveler passenger | truck lorry | vaccine vaccination jab |
vehicle car truck van | venue place location | victim casualty | victory win triumph | video film clip |
voter elector | voucher coupon | war wartime | wardrobe closet | warehouse depot store | weapon arm |
website site page web | weekday working workday | wind gale | wire cable cord | worker labourer |
workman fitter installer worker | workplace office | youth young | league table ranking standings |
station point stop | advance ahead beforehand before | gym gymnasium | temperature degree | party side |
probation trial probationary | ticket admission entrance entry | concession discount reduced | share part percentage |
link association relationship connection | fitness health fit healthy | weekday workday
`
