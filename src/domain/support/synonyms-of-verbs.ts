/** Verbs of general English, with nouns and adjectives made of them, that often stand for each other. Groups stand between bars. */
export const verbGroups = `
abandon desert forsake quit leave drop | abolish scrap repeal eliminate axe discontinue end | absorb soak |
abuse misuse mistreat | accelerate hasten expedite quicken speed | accompany escort attend |
accuse blame charge allege | acknowledge admit recognise recognize concede confirm | act behave operate |
adapt adjust tailor fit | address tackle handle | adhere stick comply follow obey observe | admire respect esteem |
admit confess concede | adopt embrace accept introduce take | adore love cherish |
advertise promote market publicise publicize | advocate champion support promote recommend |
affect influence hit impact | affirm assert confirm maintain | aggravate worsen exacerbate intensify |
allocate assign allot distribute earmark | allot assign | alleviate ease relieve reduce soothe lessen mitigate |
alternate switch rotate | amaze astonish surprise astound stun | amend revise change modify alter correct |
amplify magnify boost increase | annoy irritate bother disturb anger |
announce declare proclaim reveal disclose publish inform | anticipate expect foresee predict |
apologise apologize sorry regret | appeal petition ask request plea | appear seem look emerge |
applaud praise clap commend cheer | appoint name nominate designate assign hire | appreciate value welcome |
approach near | appropriate seize | argue contend claim maintain insist assert | arrest detain apprehend capture |
ascend climb rise mount | assault attack | assemble gather meet convene | assemble build construct |
assess evaluate judge appraise rate | assign allocate appoint | assure promise guarantee |
attach fasten fix affix secure join | attain reach | attempt try endeavour | attend visit join participate present |
attract draw entice lure appeal | attribute ascribe credit | authorise authorize approve permit license |
await wait expect | award grant give present bestow confer | award prize | back support endorse favour favor |
bake cook | ban prohibit forbid outlaw bar disallow prohibited forbidden | bar block prevent exclude |
bargain negotiate haggle | battle fight | bear carry endure | bear shoulder pay | beat defeat overcome |
beg plead implore | behave act conduct | bind tie oblige | blame responsible fault | blend mix combine |
blink flash flicker | block obstruct impede hinder | block obstruct clog jam | boil simmer cook | book reserve order |
boost stimulate promote | border adjoin | borrow lend loan | bother disturb | bounce rebound | bow bend |
breach violate infringe break | break smash shatter fracture crack | breed reproduce mate nest |
bring fetch carry deliver | broadcast transmit air stream | broaden widen expand | browse look search |
bruise injure | brush sweep clean | bump hit | burn scorch fire combust | burst rupture explode split | bury inter |
call phone telephone ring dial | call summon | call demand appeal urge | call criticise describe consider |
calm soothe | campaign lobby | cancel scrap abandon call drop | capture catch seize | capture record |
care look tend nurse | carry transport convey bear bring | carry wear | cast throw |
celebrate mark commemorate honour honor | challenge dispute contest question | charge debit bill | chart map plot |
chase pursue hunt | chat talk converse | cheat deceive trick defraud | check verify examine inspect test control |
chill cool refrigerate | chop cut dice slice | circulate distribute spread | cite quote mention refer |
clarify explain | clash conflict collide | clean wash cleanse rinse wipe | clear remove empty | climb ascend mount |
close shut | coach train | coat cover | coincide overlap match | collaborate cooperate work |
collapse fall crumble fail | collide crash hit | colour color paint dye | combat fight | come arrive originate |
comfort console | command order direct | command lead | commemorate remember honour honor | comment remark observe |
commit pledge promise | communicate convey inform tell | compel force oblige coerce |
compensate reimburse refund repay | compete rival vie contest | compile collect gather assemble |
complain object protest grumble | complete finish conclude fill | comply obey conform follow | compose write create |
comprise include consist contain | compress squeeze | conceal hide | concentrate focus |
condemn denounce criticise criticize | confess admit | confine restrict limit | confirm verify validate corroborate |
confront face | confuse puzzle bewilder | congratulate compliment | conquer defeat | conserve preserve save protect |
consider contemplate ponder think | consider treat regard | constitute form compose represent |
construct build erect | consult ask | consume use eat drink | contact reach call approach write | contain hold |
contaminate pollute taint | contest dispute | contribute give donate add | convene meet |
convert transform change turn switch | convey transport communicate | convict sentence | convince persuade |
cook prepare | coordinate organise organize | cope manage | copy duplicate reproduce replicate |
correct rectify fix amend remedy | cost price | counsel advise | counter oppose | couple link | cover hide wrap |
cover insure | crash collide | crash fail | crawl creep | create establish found make set invent |
criticise criticize condemn attack blame fault | cross traverse | crush defeat | cry weep | cultivate grow farm |
curb restrain limit reduce | cure heal | cut slash reduce lower trim shorten | cut eliminate |
damage harm injure hurt impair destroy | date originate | deal handle | debate discuss | decay rot decompose |
deceive trick fool mislead | decide determine resolve choose rule | decide vote | declare announce proclaim state |
decorate adorn ornament | decrease dwindle | dedicate devote | deduct subtract | deem consider | defeat beat |
defend protect | defer postpone | define describe | defy resist | delegate assign | delete erase |
deliver bring supply | demand insist require call request | demolish destroy raze wreck | demonstrate prove |
demonstrate protest march rally | deny refuse reject dispute contradict | depart leave | depict portray show |
deposit put | depress sadden | deprive rob | derive come originate | descend drop | describe call |
deserve merit earn | design create develop | desire crave | despise hate | destroy ruin wreck demolish devastate |
detach separate remove | detail describe | detain arrest hold | detect find notice sense | deter discourage |
deteriorate decline worsen | determine establish | develop create build design | devise invent create | devour eat |
diagnose identify | dictate order | dig excavate | dilute thin | dine eat | dip immerse | direct lead guide |
direct aim | disagree differ dispute object dissent | disappear vanish | disappoint fail |
discard dump dispose throw | discharge release | discipline punish | disclose reveal | discontinue stop cease end |
discount reduce reduction | discover learn | discriminate distinguish | discuss debate talk deliberate |
dislike hate | dismiss fire sack | dismiss reject | display show | dispose discard |
dispute contest argue challenge disagree deny doubt | disregard ignore | disrupt disturb interrupt |
dissent oppose disagree object | dissolve melt | distinguish differentiate discriminate | distort twist |
distribute spread | disturb interrupt | dive plunge | divert redirect | divorce separate | document record |
dominate control | donate give | double twice | doubt question | draft write compose | drag pull | drain empty |
draw attract | dress clothe wear | drift float | drill bore | drive motor travel | drop fall | dump discard |
dwell live | earn make | ease relieve | eat feed dine | edit revise change modify | educate teach | elaborate detail |
elect choose | elevate raise | eliminate remove | embark begin board | embarrass shame | emerge appear |
emigrate leave migrate move flee | emit release | emphasise emphasize stress highlight underline |
employ hire engage | employ use | empty vacate | enable allow | enclose surround include attach |
encounter meet face | encourage motivate urge promote inspire | end finish | endanger threaten | endorse support |
endure suffer bear | enforce apply impose | engage hire | engage involve | enjoy like | enlarge expand |
enlist recruit | enrol enroll register join | ensure guarantee | entertain amuse | entitle right | entrust assign |
envisage imagine plan | equip supply fit | erect build | erode wear | escape flee | establish found |
estimate guess reckon | evacuate leave | evade avoid | evolve develop | exaggerate overstate | examine inspect |
exceed surpass above beyond over stronger | exchange trade | excite thrill | exclude bar except | excuse pardon |
exempt excuse free spare | exercise train | exert apply | exhaust deplete | exile banish | exist live | expand grow |
expect anticipate hope believe suppose | expel eject | experience feel undergo | expire end | explode burst |
exploit use | explore investigate | expose reveal | express state | extinguish quench | extract remove |
familiarise acquaint | fasten secure | fear worry afraid anxious concern | feature include | feed nourish |
fetch bring | file submit lodge | fill load | filter sieve | finalise finalize complete | finance fund pay |
find locate | find think consider | fine penalise penalize penalty | fire shoot | fit install | fix repair | fix set |
flash blink | flood inundate overflow | flourish thrive | flow run | fluctuate vary | flush rinse wash | follow come |
forbid ban | force compel | forecast predict | forgive pardon | form shape | forward send | foster promote |
free release liberate | frighten scare | fry cook brown saute sear | fulfil fulfill meet satisfy | function work |
fund finance sponsor pay | gather hear understand | gaze stare | generate produce | glance look | glow shine |
govern rule | grab seize | grade mark | grant award | greet welcome | grieve mourn | grip hold | guide lead |
halt stop | halve half | hand give pass deliver | handle touch | harass bother | harm damage | harvest reap gather |
hatch emerge born birth | hate loathe detest | head lead | headed led chaired | heal recover | hear listen |
heat warm | hike walk | hire recruit employ engage | hire rent lease | hit strike | hold keep | hold own |
house accommodate | hug embrace | hurry rush | hurt injure | hurt damage | ignite light |
ignore disregard overlook neglect | illuminate light | imitate copy mimic | impair damage |
implement execute introduce carry apply realise realize | implicate involve | imply suggest | impose levy |
imprison jail | incur bear pay | infect contaminate | infer conclude deduce | inform tell notify advise report |
infringe violate | inhabit live occupy | injure wound | insert put | insist demand | instruct order | insult offend |
intend plan mean | interpret understand | interview talk | introduce launch | invent devise | investigate probe |
invite ask | isolate separate | issue give | join enter | jump leap | justify warrant | keep stay | knock hit |
lack without missing need | land arrive | last take endure | lay put | learn hear | lease rent let | lend loan |
lengthen extend | let rent | license permit | lie situate locate | lift raise hoist | linger stay | litigate sue |
live reside dwell inhabit | lodge file | log record | look see | mandate require | mark label | marry wed |
match fit | measure span | measure step action | meet encounter gather | meet fulfil fulfill | memorise memorize |
mirror reflect | misplace lose | mix stir | moan complain | modernise modernize renovate update |
monitor watch supervise observe track | mount install | move relocate transfer | name call |
negotiate discuss agree bargain | notify inform report tell | number count total amount | object oppose |
obstruct block clear | offset compensate | omit skip | oppose object resist against | organise organize arrange plan |
oust remove | overtake pass | overturn reverse | participate join take | pass approve adopt | pause stop break |
pay settle | penalise penalize fine punish | penetrate enter | perceive see | perform play | perish die |
persuade convince urge | pick collect | pile stack heap | place put | plan intend schedule | pledge promise |
practise practice exercise | praise commend applaud laud love | preserve conserve survive | prevent keep stop avoid |
print publish | process handle treat | profit benefit | progress advance | prolong extend | promise pledge vow |
promote advance | promote market | protest object | prove turn | purify clean | push drive | qualify eligible |
quarrel argue | quote cite | raise lift | raise rear | raise collect | ratify approve | reach amount | reach contact |
react respond | realise realize understand | rebuild reconstruct restore renovate | recall remember |
recede decline wane | reckon think | reclaim recover | reconsider review | record register document | recover regain |
recruit hire | recycle reuse | refrain avoid abstain | refurbish renovate restore | register enrol enroll |
regret sorry | regulate control | reinforce strengthen | reiterate repeat | relax rest | release free |
release publish | rely depend trust | renew replace modernise modernize | renew extend | renovate renew |
rent lease hire let | replace renew | report notify | report describe | request ask | rescue save | resemble similar |
reserve book | reside live | resign quit leave | resist oppose | resolve decide | resolve fix | rest stay |
rest base | restore renew | resume restart continue | retreat withdraw | review examine | rob steal | rule decide |
sail cross | save economise | schedule plan | scream shout screech shriek | scrutinise scrutinize |
seize confiscate take | serve help | serve work | shelter house | shorten cut | sign endorse | simplify ease |
soften soft tender | speak talk | specialise specialize | spill splash | spread transmit | stabilise stabilize |
stage hold | standardise standardize | starve hunger famine | steal rob theft | stop quit | store keep |
stress emphasise | stroll walk | study learn | submit hand file apply present | suffice enough | suit fit |
summarise summarize | surge soar | survive remain live | suspend halt | switch change | target aim |
terminate cancel end | thaw defrost melt | tidy clean | tilt lean tip | tolerate accept | turn convert |
undermine weaken | unify unite | unveil reveal | urge persuade encourage call | use consume | use burn |
vacate empty vacant | view see | wane decline | settle decide clinch | restart reboot reset |
reject discard refuse decline | lead ahead top | invest spend | climb rise grow increase up |
employ hire employment recruit engage job | spend stay rest | conduct carry hold
`
