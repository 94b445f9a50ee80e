/**
 * Brings test/capabilities.json up to the design: wording is taken over, rows that are gone are removed, and a new row
 * gets one part that stands for the whole of it. Choosing the parts is a reading of the row, so it stays with a person:
 * what needs reading is printed.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { modulesFolder } from '../launch/paths.mjs'
import {
  designFile,
  differencesFromDesign,
  parseDesign,
  type Requirement,
  readRequirements,
  requirementsFile,
} from './capabilities.ts'

const markdown = readFileSync(designFile, 'utf8')
const known = readRequirements()
for (const difference of differencesFromDesign(known, markdown)) console.log(difference)

const updated = parseDesign(markdown).map(({ id, requirement }): Requirement => {
  const parts = known.find((row) => row.id === id)?.parts ?? [{ id: `${id}.whole`, text: requirement }]
  return { id, requirement, parts }
})
writeFileSync(requirementsFile, `[\n${updated.map(format).join(',\n')}\n]\n`)
const formatter = join(modulesFolder, '@biomejs', 'biome', 'bin', 'biome')
execFileSync(process.execPath, [formatter, 'format', '--write', requirementsFile], { stdio: 'inherit' })

/** One line per part, which the formatter keeps where it fits. */
function format({ id, requirement, parts }: Requirement): string {
  const lines = parts.map((part) => `      { "id": ${JSON.stringify(part.id)}, "text": ${JSON.stringify(part.text)} }`)
  return [
    '  {',
    `    "id": ${JSON.stringify(id)},`,
    `    "requirement": ${JSON.stringify(requirement)},`,
    '    "parts": [',
    lines.join(',\n'),
    '    ]',
    '  }',
  ].join('\n')
}
