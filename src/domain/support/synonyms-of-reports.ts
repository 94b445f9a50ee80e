/** Words of reports, papers and rules that often stand for each other, of every part of speech. Groups stand between bars. */
export const reportGroups = `
show demonstrate reveal indicate display exhibit illustrate prove present suggest depict confirm evidence |
use employ utilise utilize apply application usage rely adopt via help aid means |
make create produce build construct generate develop form manufacture fabricate establish assemble craft |
give provide supply offer deliver furnish yield present grant afford |
get obtain receive acquire gain secure derive collect earn |
find discover detect identify observe notice determine see note locate | buy purchase acquire procure |
sell vend market | begin start commence initiate launch open introduce originate onset |
end finish stop cease conclude terminate complete close halt finalise |
allow permit enable let authorise authorize possible |
prevent stop block avoid preclude inhibit hinder prohibit forbid ban | help assist aid support facilitate |
need require necessitate demand must necessary essential mandatory have | try attempt seek aim endeavour effort |
say state report claim declare announce assert tell mention remark note explain |
think believe consider regard view deem opine opinion |
describe explain outline discuss detail depict characterise characterize account portray present treat address |
study investigate examine analyse analyze explore research inquiry inspect survey review assess analysis investigation examination |
test experiment trial check try experimental | measure gauge quantify assess evaluate determine estimate |
calculate compute determine evaluate derive estimate work calculation computation |
compare contrast comparison relative against | predict forecast anticipate expect foresee projection |
choose select pick opt decide choice selection |
change alter modify vary adjust amend revise transform variation shift adapt tailor customise customize |
keep retain maintain preserve hold store save remain stay |
remove delete eliminate drop discard erase strip exclude withdraw |
add include incorporate insert append plus extra additional further |
increase rise grow climb raise boost expand escalate gain enlarge growth grew risen rose grown higher up |
decrease fall decline reduce drop lower diminish lessen shrink cut reduction fell fallen shrank down |
improve enhance better upgrade refine strengthen | worsen deteriorate degrade impair |
cause lead produce result induce trigger bring create provoke due because reason owing consequence therefore |
effect influence impact affect consequence result outcome | depend rely hinge contingent dependent determined |
contain include hold comprise consist encompass cover compose embrace feature |
happen occur arise place exist appear | exist be present available found |
agree concur accord consistent match coincide correspond agreement line |
differ vary diverge distinct different various unlike |
join connect link unite combine attach merge couple tie associate |
separate divide split apart detach disconnect part | send transmit dispatch forward transfer ship |
move shift travel transfer go relocate | put place set position lay locate situate install |
run execute operate perform function work carry conduct | perform conduct carry undertake execute do make accomplish |
hand manual human | write author compose pen | publish issue release print appear |
call name term title label dub known refer designate | define specify state describe set |
ensure guarantee assure certify make | protect guard secure safeguard shield defend |
fail break crash unsuccessful unable | repair fix correct mend resolve solve | solve resolve solution answer |
ask request query inquire question | answer reply respond response | learn study know understand |
understand comprehend grasp insight know understanding | teach instruct train educate |
manage handle control administer run oversee direct govern supervise | own possess have belong hold |
lose loss forfeit miss | win gain earn succeed | pay charge spend cost bill fee debit invoice |
cost price expense charge fee expenditure | money fund cash payment sum amount | credit refund repay reimburse |
buyer customer client purchaser consumer | user customer client patron person reader people |
worker employee staff personnel | employer company firm business enterprise corporation organisation organization |
group team set collection body cluster class | leader head chief director manager | member participant |
person individual human someone people man woman everyone anybody anyone | expert specialist professional |
scientist researcher investigator scholar author | teacher instructor lecturer professor | student pupil learner |
child kid infant youngster | doctor physician | car automobile vehicle | house home dwelling residence |
road street way | city town | country nation state | place location site position spot area region zone |
world globe earth international worldwide global |
big large great huge considerable substantial major sizeable extensive vast massive |
small little tiny minor slight minimal minute low few negligible |
many numerous several various multiple lots myriad | more additional further extra greater |
most majority mainly mostly chiefly primarily largely predominantly |
main chief principal primary major key central core |
important significant crucial vital key essential critical notable | quick fast rapid swift speedy | slow gradual |
speed velocity rate pace | new novel fresh recent modern | old ancient former previous prior earlier past |
current present existing today contemporary now | early initial beginning first preliminary |
late final last end ultimate eventually | former previous prior earlier | next following subsequent later |
after following subsequent later | before prior previous preceding ahead earlier |
same identical equal equivalent alike similar | similar like comparable akin analogous resembling |
different distinct other another diverse various separate | correct right accurate exact precise true proper |
wrong incorrect false erroneous mistaken error | error mistake fault flaw defect |
good fine excellent favourable positive satisfactory well | bad poor negative adverse unfavourable |
easy simple straightforward plain effortless | hard difficult tough challenging complicated complex |
clear obvious evident apparent plain | possible potential feasible able can may perhaps might |
likely probable expect probably | certain sure definite particular | whole entire complete full total all overall |
part portion section piece component element segment fraction | kind type sort class category variety form |
way method manner approach technique means procedure process mode fashion |
method approach technique procedure scheme strategy | plan scheme program design project |
design plan layout blueprint | goal aim purpose objective target intent end intention |
reason cause motive basis ground | result outcome finding conclusion consequence | conclusion finding inference |
idea concept notion thought | problem issue difficulty trouble question challenge matter |
example instance case illustration sample | number amount quantity count figure volume |
level degree extent amount rate | high tall elevated great | low small reduced little |
long lengthy extended prolonged | short brief concise | wide broad | thin slender slim narrow | thick dense |
strong powerful robust firm | weak feeble | hot warm heated | cold cool chilled | heat warm warmth thermal |
strength power force | shape form geometry contour configuration | size dimension magnitude extent |
length extent duration | edge border boundary margin rim limit | surface face | inside within interior inner |
outside exterior outer external | near close adjacent nearby vicinity around neighbourhood neighborhood |
far distant remote | top upper peak summit | bottom base lower | front leading fore head | back rear behind |
middle centre center mid | equal uniform same | constant steady fixed unchanged stable invariable |
usual normal common typical standard ordinary conventional regular customary traditional |
special particular specific | rare unusual uncommon | single one sole individual only |
double twice two pair both dual | often frequently regularly commonly repeatedly usually | sometimes occasionally |
always constantly invariably consistently | rapid quick fast | free gratis | let permit lease |
paper article study report publication work document | book volume monograph | report account record document paper |
text writing document passage | letter mail message | email mail message | word term | data information facts |
information data knowledge detail | list enumerate catalogue catalog inventory | library collection archive |
search look seek query retrieval lookup hunt | retrieve fetch recover access get | document record file paper |
index catalogue list | system framework scheme arrangement structure | tool instrument device means utility |
device instrument apparatus machine appliance equipment gear | equipment gear machinery apparatus hardware kit |
machine device engine apparatus | computer machine electronic |
automatic automated mechanised automatically computerised computerized | program software application code |
company firm business corporation vendor | government state authority official |
law rule regulation legislation statute | rule principle law guideline regulation | agreement contract deal accord |
meeting conference session gathering | discussion debate talk conversation | war conflict battle | attack assault |
death die dead deceased | kill slay murder | born birth | sick ill disease illness ailment |
health medical healthcare | food meal | eat consume | drink beverage | money currency |
job work occupation employment position post | work labour effort task | task job duty assignment |
role function part | duty responsibility task obligation | advantage benefit merit strength |
drawback disadvantage shortcoming limitation weakness | limit restrict constrain bound confine limitation cap |
accept approve adopt agree | reject refuse decline deny dismiss | believe trust | doubt uncertainty question |
prefer favour favor | like enjoy | want wish desire | propose suggest recommend advise put |
suggest propose imply hint | imply mean signify | mean signify denote stand |
represent denote depict stand symbolise model | assume suppose presume assumption |
assumption hypothesis premise supposition | theory hypothesis | theoretical analytical theoretically |
equation formula expression | formula expression equation | line row | column | draw sketch plot |
picture image photo photograph figure | image picture | sound noise | light illumination | water aqueous |
air atmosphere | gas vapour vapor | liquid fluid | flow stream current | stream flow jet | wave oscillation |
pressure stress | load weight burden force | drag resistance friction | resistance drag opposition |
turn rotate spin revolve rotation | bend flex curve | push press thrust | pull drag draw |
reach attain achieve arrive hit | achieve attain accomplish reach realise realize | arrive reach come |
leave depart exit go | return come back | enter access | open access | available accessible obtainable ready |
visible seen | hide conceal mask | cover include span | span cover extend range |
range extent span scope spectrum between from | extend stretch expand range lengthen |
continue proceed persist remain keep go | remain stay continue | follow succeed pursue | precede before lead |
replace substitute swap supersede | exchange swap trade | share divide part | divide split share |
combine merge mix join unite integrate | mix blend combine | collect gather assemble accumulate | gather collect |
count number tally | sort order arrange classify | arrange order organise organize | order sequence arrangement |
classify categorise categorize group sort | base found ground basis | found establish set | maintain keep sustain |
support back help | approve authorise endorse | sign indication signal | signal indicate | warn alert caution |
advise recommend counsel | cancel annul revoke | postpone delay defer | delay lag postpone wait | wait await |
finish complete | succeed success successful | successful effective | effective efficient successful |
efficient effective economical | useful helpful valuable beneficial handy | useless worthless | worth value |
value worth | valuable precious useful | cheap inexpensive affordable | expensive costly dear | rich wealthy |
poor needy | safe secure | dangerous hazardous risky | risk danger hazard | accident crash |
sensitive confidential private | private personal confidential | secret confidential hidden | public open |
anonymise anonymize redact mask | detect recognise recognize identify spot | recognise recognize identify |
version edition release | edition version | release launch publish issue | update upgrade refresh renew |
install set deploy | deploy install roll | configure set adjust | setting option configuration parameter |
option choice alternative | parameter variable | variable parameter | input entry | output result | default standard |
optional voluntary | turn switch | enable activate switch turn | disable deactivate off |
year annual yearly annually | month monthly | day daily | week weekly | per each every | each every all |
about approximately roughly around nearly | nearly almost about | exactly precisely | only just merely solely |
together jointly collectively | also too additionally moreover furthermore besides well |
however but though nevertheless yet | therefore thus hence consequently accordingly so |
although though despite spite while | spite despite regardless | during throughout while over | under below beneath |
over above exceed more | above over exceed | exceed surpass over above more | enough sufficient adequate |
lack absence without missing shortage | absence lack without | without lacking | according based |
regarding concerning about | concern involve relate | involve include entail |
relate concern connect relevant relationship relation | relationship relation link connection association |
relevant related pertinent | belong part | occur happen | settle resolve | issue matter | unaffected independent |
independent unaffected regardless separate autonomous | neutral impartial independent | volunteer contributor |
contribute participate donate | community public | formal official | official formal | draft preliminary |
manual hand | trigger start | legacy old former | obsolete outdated | outdated obsolete old |
exact precise accurate rigorous | approximate rough estimate | numerical numeric | graph chart plot diagram |
diagram graph figure | table chart | map chart | scale size | model representation simulate simulation |
simulate model | sample specimen | feature characteristic property trait aspect | characteristic feature property |
property attribute characteristic quality | quality standard | aspect facet side |
view perspective viewpoint standpoint | perspective view standpoint | field area domain discipline subject |
subject topic theme matter | topic subject theme | theme topic concern | history past story | future coming |
science scientific | technology technical | society social community | culture cultural | economy economic financial |
finance financial | politics political | environment surroundings environmental | nature natural | energy power |
fuel gas | oil petroleum | wing aerofoil airfoil | plane aircraft airplane aeroplane | ship boat vessel |
train railway | trip journey travel voyage | visit see | guest visitor | friend companion | enemy opponent |
king monarch ruler | rule govern reign | vote elect ballot | elect choose vote | election vote poll | poll survey |
questionnaire survey | survey questionnaire poll | interview question | audience public | fame renown |
famous renowned well-known celebrated | award prize honour honor | prize award | honour honor award | school academy |
university college academic | graduate postgraduate | department faculty division unit | office bureau |
branch division | division section | hospital clinic | patient sufferer | drug medicine medication | medicine drug |
cure heal treat | treat handle | pain ache | hope wish | fear dread | angry furious | happy glad | sad unhappy |
tangible concrete | frustrate disappoint | satisfy please content | cooperate collaborate |
collaborate cooperate jointly together | willing ready | agree consent | exhibit display |
remarkable striking notable noticeable pronounced marked | noticeable visible apparent marked pronounced |
apparent noticeable visible | marked pronounced strong | excess surplus | shortage scarcity | accumulate build mount |
mounting growing increasing | pressure strain | burden strain load | complexity complicated | inventory stock |
accurate reliable | reliable dependable trustworthy | charge levy | withdraw remove take | initial first original |
original initial first | originally initially first | eventually finally | finally eventually lastly |
recent new late | recently lately newly | photography photo photograph picture image | expire lapse end terminate |
rare rarely seldom uncommon infrequent scarce | free gratis | entitled entitlement right get receive |
reimburse refund repay | leave holiday vacation absence |
permission consent approval permit authorisation authorization allow | share joint jointly split together common |
last persist continue endure | temperature degree heat | ceo chief executive director head boss |
uk britain british kingdom | usa america american | eu europe european | lease tenancy rental rent | tenant lessee |
landlord owner lessor | sale revenue turnover income | profit earning income gain | plant factory works |
firmware software | doctor physician | medicine drug medication remedy | consult see visit ask contact | store keep |
below under | permit allow may | commence begin start | shareholder investor | contract agreement lease |
staff employee personnel workforce worker people | lodge deposit place hold | move go relocate | mobile portable |
discover discovery find | die death kill | disable off | rear back | meal food eat | ago earlier before |
century hundred | immediate instant prompt | instant moment | moment instant time | time period era age |
period time span era | age era | simultaneous concurrent together | together simultaneous | boost raise |
slightly somewhat marginally little | somewhat slightly |
greatly considerably substantially significantly much markedly far | completely fully totally entirely wholly |
partly partially | especially particularly notably | generally usually typically commonly normally |
largely mainly mostly | directly straight | separately individually apart | properly correctly | simply merely
`
