import { comparableStem } from '../words.ts'
import { plainForm } from './irregular-forms.ts'

/** Words so common that a wording of one's own brings them in without saying anything that its source does not. */
const words = `
ask find back worth someone somebody everyone everybody anyone anybody people person individual man woman human thing
time moment today now currently present nowadays day stand stay remain keep exist occur happen begin start continue involve
include contain allow enable provide give offer show help need want wish try seem appear concern regard relate base due account
order total overall own other another different new current existing former view opinion fact case point part place number
figure amount level degree kind type form area whole full entire main general certain possible additional addition further
already again earlier ago away together around far ever anymore each both either whose himself herself itself themselves
indeed actually basically simply close closely clear clearly common commonly usual usually often sometimes always previously
originally eventually finally ultimately initially separately directly exactly precisely specifically explicitly roughly
approximately currently recently shortly reason way manner method purpose aim goal result effect outcome follow lead cause
mean call name know think believe consider feel hear tell speak talk explain inform announce report refer discuss address
receive obtain gain bring send hold carry turn move run work act deal handle play serve meet reach come arrive leave pass
put set lie stop end finish complete change issue matter situation condition question problem topic subject respect regard
contrast difference instance example order addition response view term sense end favour behalf spite
day week month year hour minute half beginning middle something nothing product top bottom orders decide unable advance
like similar same equal several various few little much many enough
big large small good bad high great long short early late old
`

const light: ReadonlySet<string> = new Set(
  words
    .trim()
    .split(/\s+/u)
    .map((word) => comparableStem(plainForm(word))),
)

export function isLightWord(stem: string): boolean {
  return light.has(stem)
}
