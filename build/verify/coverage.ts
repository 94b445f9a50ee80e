/**
 * `npm run coverage:capabilities`: prints the parts of requirements that no passing test names, and fails for ids in
 * tests that do not exist. `--quiet` leaves the list of parts out.
 */
import { existsSync, readFileSync } from 'node:fs'
import { coverage, designFile, differencesFromDesign, readRequirements } from './capabilities.ts'
import { collectTitles } from './test-titles.ts'

const requirements = readRequirements()
const titles = collectTitles()
const { proven, unproven, unknown } = coverage(requirements, titles)
const stale = existsSync(designFile) ? differencesFromDesign(requirements, readFileSync(designFile, 'utf8')) : []

if (!process.argv.includes('--quiet')) {
  for (const { id, text } of unproven) console.log(`unproven ${id}: ${text}`)
}
for (const { id, title } of unknown) console.log(`unknown ${id} in "${title}"`)
for (const difference of stale) console.log(`design: ${difference}; run build/verify/update-capabilities.ts`)

const groups = Map.groupBy(requirements, ({ id }) => id.slice(0, id.indexOf('-')))
const perGroup = [...groups].map(([group, rows]) => {
  const ids = rows.flatMap(({ parts }) => parts.map(({ id }) => id))
  return `${group} ${ids.filter((id) => proven.includes(id)).length}/${ids.length}`
})
console.log(perGroup.join('  '))
console.log(
  `${proven.length} of ${proven.length + unproven.length} parts proven, ${unknown.length} unknown ids (${titles.source})`,
)
process.exitCode = unknown.length + stale.length === 0 ? 0 : 1
