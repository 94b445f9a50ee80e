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
