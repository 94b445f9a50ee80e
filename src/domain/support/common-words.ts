/** Words of general English that are in no group of synonyms: a sentence that opens with one opens with no name. */
export const commonWords = `
accordingly actively airborne almost already ambitious angry annual apparently ashamed asleep automatic badly
balanced basically beloved beneficial big bitter blood blunt bond bored branch brief capital card casual central
channel charming cheap cheerful chemical civil civilian clearly client cliff cloud coffin cold colourful comfortable
commonly compact companion comparable compartment compatible competitive complex complicate compulsory conditional
confident confidential confused consequence consequently considerable considerably consistent constantly content
continually contract convenient corner corporation corrupt countless creative criticism crowded crude cruelty cruise
culture curious currency curved custody cutback cute daily dangerous dare dark deaf dear decade decent delegation
delicate delighted democracy dense density dentist dependent description deserted desirable desperate despite
destination difficult digital diligent directly directory disabled disastrous discrimination dismissal distance
distinct diverse divine dominant doubtful dramatic dream drown drug dust early easily eastern eccentric ecological
economic edible editor educational effective effectively efficient egg elected election elegant elsewhere eminent
emission emotional empire encyclopaedia endangered endless energy entertainment enthusiasm enthusiastic entire
entirely envelope environment equal equality equally eruption essentially eternal ethical evaporate even eventual
ever everyday everywhere evident evidently exact exactly excel exceptional excess excessive excited exciting
exclusive existence exotic expected expensive experienced experimental export exposure extension external
extraordinary extreme eye fade faint fairly false fame familiar famous fancy fashionable fast fat federal feeble
fertile fictional fierce finally financial firm fiscal fixed flatten flexible flight flour fly fold fond forehead
forever forge forget formal formulate fortunately fraction framework freeze frequently fresh friendly friendship
frightening front frozen fruit frustrate full fully fundamentally furious furnish furniture further future gathering
gauge generation generosity generous gentle gently giant glass global golden governor gradual gradually grand
grandparent graph grasp gratitude greatly greedy green grind guard guilt guilty hair hall handsome handy hang
happily hardship harmful harmless hasty haul have hazard headache headline hearing heart heavily heir hence herb
heritage hero hesitate hidden historically honest honesty hospital hospitality host hostage hover huge human humble
hungry hygiene hypersonic ice idea ideal identical identity illegal illustrate image immigrate imminent impartial
import important impossible impress impression impressive improve improvement inaccurate incite incline incorporate
increasingly indefinitely independence independent independently index indicator indirect individual individually
inevitable inexpensive inferior inflate inflation inflict influential informal information infrastructure ingredient
inherent inherit inhibit initial initially initiate initiative inject innocent innovate innovation innovative
inquiry inside inspector instance intact integrate intelligence intense interact interest interested interesting
interface interfere interior intermediate intermission internal international interpretation intervene intervention
introduction invade invention investment investor invisible invitation involved iron irregular isolated jealous
joint jointly joke joy juice junior jury justice kick kid kind kindness kingdom kiss kitchen knowledge landing
landlord large largely lately laugh laundry layer layout lazy leadership leading leak lecturer legal legible
legitimate leisure lender lengthy letter liberal lifetime lighten likely likewise limited linear liquid liquidate
list listing literally literature lively locally lock logo lonely long loose loosen loot lost lottery loud lovely
low machinery magnificent magnitude maid major mall management mandatory manner mansion manuscript margin massive
master mature meanwhile measurement mechanical mechanism medal mediate medical medication medium member menace mend
mental mere merely merge mess metal migration mild mine mineral minimal minor minority minute miss mission mistaken
mixed mock model moderate modern modest modification monarch monk monster moral morning mouth multiple multiply
multitude murder muscle musical mutter mutual mutually mysterious mystery namely narrative narrow nasty native
natural naturally navigate nearby nearly necessarily necessary negative nerve net network neutral never news noise
noisy nonetheless normal normally northern notable notably note notorious novel nuclear numerous nutrient oath
objective obligation obligatory obscure observation observer obtain obvious obviously occasional occur offering
officially often omission open openly operational operator opposition oppress optimism optional orchard ordinance
ordinary organic original originally orphan otherwise outcome outdoor outer outline outrage outside overall overdose
overnight oversee owe ownership oxygen pace pain painful pale panic parade paragraph parallel park parking
participation particle particular particularly partly passion passive passport past patience patient patrol peace
perception perfect performance perhaps permanent permanently permission personal personally perspective pet
photographer phrase pig pilot pinpoint pipeline pit pitch pity plague plain plane platform playground please
pleasure pocket poison police political politician pool poor portable porter portrait positive possibly poster
potato potential potentially pour poverty powerful practical practically pray preach precaution precede precious
precise predator predictable prediction predominantly prefer prejudice preliminary premature premise preparation
presentation presently prestige prestigious presumably presume prevail prevention prey pride primarily primary prime
primitive printout priority privacy private privilege probable probably procedure proceed proceeding procure
productive professional professor profile profitable project prominent promising prompt pronounce propel properly
propose prosecute prosper prosperity proud provide province provoke publication publicity publicly publisher pump
pupil purchase purchaser purely purpose pursuit qualified quality quash queen query quest quickly quietly quiz quota
rabbit race radiation radical radio rail range rank rapid rapidly rare rarely rating ratio raw read reader readily
reading realistic reality realm reassure rebel receipt receive recent recently reception recipe recognition
reconcile recording recovery recreation red referee reference reform refresh refugee refusal regardless regime
registration regular regularly regulation regulator reign rejoice related relation relatively relevant reliable
religious relinquish reluctance remarkable remind reminder remote render renewal reopen repeated repeatedly repel
repetition reply reportedly reprimand reputation research researcher residential residue resignation resistance
resolution resort resource respective respondent restoration restricted restriction result retain retention retire
retired retrieve return revenge revive revolution rhythm ride ridiculous rifle riot risk risky roam robot robust
role roll romantic roof rough routine royal runner runway sad sadness safe saint same sample sanction satellite
satisfaction sauce saving saying scan scandal scarcely scatter scene scholarship science scientific scold scope
score script seal season second secondary secret secretly seed seek segment seldom select selection self senate
senator sensation sensible sensitive sequence series seriously servant server session settler severely sew sewage
shake shallow shelf shell shepherd shock short shot shove shower shrink shy sick sickness sigh significant
significantly signify silence silently similarity similarly simple simply simultaneously singer sink sit size
skilled skin sky slaughter slave sleep slide slight slightly slip slogan slope slow slowly small smile smooth
smuggle snow social solid solution solve sometimes song sort soul southern space spark speaker special species
specific specifically specification specify specimen spectacular speculate spell spelling spice spin spoil
spontaneous spoon sport spot spray square stability stable stain stake stall stamp stand standing star static
stationary steadily steady steam steel steer stem sterile sticky still stimulus storage straightforward strain
strand stranger strategic strategy street strength stretch strict strictly striking strip strive strong structural
struggle stubborn student studio stumble subject subscribe subsequent subside subsidiary subsidy substantial
substantially subtle succeed success successful successfully suck suddenly sufficiently suicide suitcase summer sun
superior supersonic supposedly suppress surely surprisingly surrender surroundings survey survival survivor
susceptible suspect suspicion suspicious sustain sustainable swallow swamp swap swear sweat sweet swell swift swim
swing symbol sympathetic sympathise sympathy symptom system tactic tail tall tame tap task tear tease technical
technique temper temple temporarily tempt tense tension tent terminal terms terror testify testimony text textbook
thank theoretical thereby thick thinking thirsty thoroughly thought threshold throat throne throughout thunder tick
tide tight tighten time tiny tire tired tissue together tomorrow tone tonight tonne topic torture totally tough tour
tourism tow tower toy trace traditional traditionally tragic trait transaction transition translate translation
transparent transplant trap treasure tree tremble tremendous tribe tribute trigger tropical truly truth tune tunnel
turnover tutor twin type typically ugly ultimate ultimately umbrella unable unacceptable unaware unbelievable
uncertainty unchanged uncle uncommon unconscious uncover underground undertake undo unexpected unfair unfortunate
unfortunately unhappy uniform unique unity universal university unknown unlikely unload unlock unnecessary
unpleasant unprecedented unrelated unrest upgrade uphold upper uproot upset useless user usher usual usually utter
vacancy vague valid validity valley valuable variable variation various vast vastly vegetable venture verbal veteran
veto viable vibrant vicinity village violence virtual virtually virtue virus visa visible visual vital vitamin
vocabulary voice voluntary vulnerable waist wander want warn wave weak weakness weed weekend weekly weigh weight
welfare western wheat wheel whole wide wild wilderness willing willingness window wing winter wisdom wise wish
withhold witness wonder wonderful wool word wording workforce world worldwide worse worship worth worthy wrestle
wrong yell yesterday yield youngster
`
