import { comparableStem } from '../words.ts'

/** The side of a pair of opposites that a word stands on. */
export type Side = {
  pair: number
  side: number
  isRelation: boolean
  /** Of a kind with more than two: what is not one of them may be any other. */
  isOfMany: boolean
}

/**
 * Opposites of general English, one pair a line, and words of a kind of which a thing is one only. Those after `>` order two things: turned round, they say the same
 * (`A is larger than B`, `B is smaller than A`).
 */
const pairs = `
increase rise rose risen grow grew grown climb gain raise boost expand enlarge growth upward up | decrease fall fell fallen drop decline reduce reduction diminish lessen lower shrink shrank cut downward down
improve improvement better best enhance strengthen | worsen worse worst deteriorate degrade weaken
win won success succeed successful | lose lost failure fail failed unsuccessful defeat
accept approve approved adopt | reject refuse deny decline dismiss
allow permit enable authorise authorize | forbid prohibit ban prevent disallow block
include included contain | exclude excluded omit
enable activate enabled | disable deactivate disabled
open opened | close closed shut
buy bought purchase | sell sold
present presence | absent absence
start begin began begun commence launch | end finish stop cease terminate expire conclude
possible able | impossible unable
legal lawful | illegal unlawful
profit surplus | loss deficit
agree agreement | disagree disagreement
support favour favor | oppose against
optional voluntary | mandatory required compulsory obligatory
easy simple easier simpler | difficult hard complicated complex harder
add added | remove removed delete
lock locked | unlock unlocked
encrypt | decrypt
hot warm hotter warmer | cold cool colder cooler
positive favourable | negative unfavourable adverse
strong stronger | weak weaker
wide wider broad | narrow narrower
thick thicker | thin thinner
public | private
internal inner inside interior | external outer outside exterior
upper top | lower bottom
left | right
north northern | south southern
east eastern | west western
import imported | export exported
rich | poor
safe | dangerous unsafe
true correct right | false incorrect wrong
connect attach join | disconnect detach separate
accelerate acceleration | decelerate deceleration
maximum maximal largest highest | minimum minimal smallest lowest
fast faster quick rapid rapidly quickly | slow slower slowly
early earlier | late later
common frequent often usually | rare rarely seldom infrequent
stable | unstable
uniform | nonuniform irregular
laminar | turbulent
subsonic | supersonic
constant unchanged | variable varying
theoretical | experimental
dependent | independent
manual manually | automatic automatically
old older | new newer
domestic | foreign
major | minor
free | paid
temporary | permanent
formal | informal
equal same identical | different unequal
all every always both | none never neither
cheap cheaper | expensive costly
visible | invisible hidden
ancient | modern
active | inactive passive
alive living | dead
encourage | discourage
attack | defend
love | hate
free gratis | pay payable paid
front | back rear
landlord lessor | tenant lessee
buyer purchaser | seller vendor
employer | employee
borrower | lender
plaintiff | defendant
mother | father
brother | sister
son | daughter
husband | wife
male | female
king | queen
red | green | blue | yellow | black | white | orange | purple | brown | grey gray | pink
monday | tuesday | wednesday | thursday | friday | saturday | sunday
morning | afternoon | evening
hourly | daily | weekly | monthly | yearly annually
gold | silver | bronze
physics | chemistry | medicine | biology | literature | mathematics | economics
oral orally verbal | written
liquid | solid | gaseous
on | off
near close | far distant remote
long lengthy | short brief
high tall elevated | low
adequate sufficient enough | inadequate insufficient
praise commend applaud welcome | criticise criticize condemn blame regret
wet damp humid | dry
full | empty
heavy | light
fortunate lucky | unfortunate unlucky
ill sick unwell | healthy well
happy glad pleased | sad unhappy
married | single unmarried
friend ally | enemy
clean | dirty
most majority | few minority
quiet silent calm | loud noisy stormy
sharp pointed | blunt
useful helpful | useless
partly partially | fully completely entirely wholly
arrive arrival | depart departure leave
honest | dishonest
hire employ recruit | dismiss
fill | drain
confirm | refute disprove contradict
remember | forget
entrance entry | exit
born birth | died death
appear | disappear vanish
reveal disclose | conceal
protect | endanger
reward | punish
simplify | complicate
tighten | loosen
lengthen | shorten
friendly | hostile
horizontal | vertical
weekday weekdays workday | weekend weekends
support back approve accept | reject oppose refuse
well | poorly badly
similar same alike resemble | differ different dissimilar
complete whole | incomplete fragmentary partial
extend prolong lengthen | shorten
allow include | exclude
ease facilitate | complicate hinder
clockwise | anticlockwise counterclockwise
urban | rural
indoor indoors | outdoor outdoors
deep | shallow
smooth | rough
guilty | innocent
winner | loser
gross | net
sunrise | sunset
attend present | absent
mild | severe
generous | stingy
reversible | irreversible
consistent | inconsistent contradictory
small minor slight | large big great huge
> longer | shorter
> before prior precede preceding | after following follow subsequent
> more greater larger bigger higher above exceed over | less fewer smaller lower below under
> lend | borrow
> teach | learn
> parent | child
`

const sides = new Map<string, Side[]>()
for (const [pair, line] of pairs.trim().split('\n').entries()) {
  const isRelation = line.startsWith('>')
  const all = line.replace('> ', '').split(' | ')
  for (const [side, words] of all.entries()) {
    for (const stem of new Set(words.split(' ').map(comparableStem))) {
      sides.set(stem, [...(sides.get(stem) ?? []), { pair, side, isRelation, isOfMany: all.length > 2 }])
    }
  }
}

/** The sides on which a stem stands; none for most. */
export function sidesOf(stem: string): readonly Side[] {
  return sides.get(stem) ?? []
}

/** Whether two words, by their sides, are opposites. */
export function areOpposite(one: readonly Side[], other: readonly Side[]): boolean {
  return one.some(({ pair, side }) => other.some((theirs) => theirs.pair === pair && theirs.side !== side))
}
