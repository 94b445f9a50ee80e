/** Forms of English verbs and nouns that no ending tells, each line the plain form and the others. */
const forms = `
pay paid
grow grew grown
fall fell fallen
rise rose risen
get got gotten
buy bought
sell sold
begin began begun
run ran
hold held
keep kept
leave left
lead led
lose lost
meet met
send sent
spend spent
take took taken
win won
write wrote written
give gave given
find found
build built
choose chose chosen
draw drew drawn
drive drove driven
fight fought
fly flew flown
forget forgot forgotten
freeze froze frozen
hear heard
hide hid hidden
know knew known
mean meant
see saw seen
shake shook shaken
show shown
speak spoke spoken
stand stood
steal stole stolen
swear swore sworn
teach taught
think thought
tell told
understand understood
go went gone
wear wore worn
break broke broken
bring brought
come came
catch caught
deal dealt
eat ate eaten
feed fed
feel felt
sit sat
sleep slept
shoot shot
sink sank sunk
sing sang sung
strike struck
swim swam swum
throw threw thrown
wake woke woken
shrink shrank shrunk
bear bore borne
bind bound
bite bit bitten
blow blew blown
cling clung
creep crept
dig dug
seek sought
spin spun
spring sprang sprung
stick stuck
sweep swept
weave wove woven
wind wound
child children
person people
man men
woman women
foot feet
tooth teeth
mouse mice
criterion criteria
phenomenon phenomena
datum data
analysis analyses
thesis theses
hypothesis hypotheses
basis bases
crisis crises
index indices
matrix matrices
vertex vertices
appendix appendices
leaf leaves
half halves
life lives
wife wives
become became
do did done
ride rode ridden
ring rang rung
hang hung
light lit
lend lent
bend bent
burn burnt
learn learnt
dream dreamt
spoil spoilt
smell smelt
lean leant
leap leapt
kneel knelt
forbid forbade forbidden
forgive forgave forgiven
flee fled
breed bred
bleed bled
tear tore torn
undergo underwent undergone
undertake undertook undertaken
overcome overcame
overtake overtook overtaken
withdraw withdrew withdrawn
withstand withstood
withhold withheld
uphold upheld
foresee foresaw foreseen
oversee oversaw overseen
rebuild rebuilt
repay repaid
undo undid undone
mistake mistook mistaken
string strung
sling slung
swing swung
slide slid
spit spat
shine shone
sting stung
stink stank stunk
stride strode
arise arose arisen
beat beaten
swell swollen
sew sewn
sow sown
mow mown
lay laid
say said
wring wrung
strive strove striven
try tried tries
dry dried dries
fry fried fries
cry cried cries
spy spied spies
pry pried
tie tied ties
lie lied
die died dies
sky skies
goose geese
knife knives
shelf shelves
loaf loaves
thief thieves
wolf wolves
calf calves
medium media
bacterium bacteria
stimulus stimuli
radius radii
nucleus nuclei
curriculum curricula
axis axes
diagnosis diagnoses
synthesis syntheses
`

const plainForms: ReadonlyMap<string, string> = new Map(
  forms
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [plain = '', ...others] = line.split(' ')
      return others.map((other) => [other, plain] as const)
    }),
)

/** `pay` of `paid`, `child` of `children`; any other word as it is. */
export function plainForm(word: string): string {
  return plainForms.get(word) ?? word
}
