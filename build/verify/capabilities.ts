import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../launch/paths.mjs'

/** A requirement of the design, with the parts that tests prove one by one. */
export interface Requirement {
  /** `LIB-1` */
  readonly id: string
  /** The design's own words. */
  readonly requirement: string
  readonly parts: readonly Part[]
}

export interface Part {
  /** `LIB-1.pdf` */
  readonly id: string
  readonly text: string
}

export interface Coverage {
  readonly proven: readonly string[]
  readonly unproven: readonly Part[]
  /** Named in a title, but neither a requirement nor a part of one: with the title that does. */
  readonly unknown: readonly { readonly id: string; readonly title: string }[]
}

export const requirementsFile = join(root, 'test', 'capabilities.json')
/** The design lies beside the project and is not part of it: a clone may lack it. */
export const designFile = join(root, '..', 'shared', 'design', 'capabilities.md')

export function readRequirements(): Requirement[] {
  return JSON.parse(readFileSync(requirementsFile, 'utf8'))
}

/** The rows `| LIB-1 | text |` of the design's tables. */
export function parseDesign(markdown: string): { id: string; requirement: string }[] {
  return [...markdown.matchAll(/^\| ([A-Z]+-\d+) \| (.*) \|$/gm)].map(([, id = '', requirement = '']) => ({
    id,
    requirement,
  }))
}

/** What the committed list has not followed: rows added to the design, removed from it, or worded anew. */
export function differencesFromDesign(requirements: readonly Requirement[], markdown: string): string[] {
  const rows = new Map(parseDesign(markdown).map(({ id, requirement }) => [id, requirement]))
  const known = new Map(requirements.map(({ id, requirement }) => [id, requirement]))
  return [
    ...[...rows.keys()].filter((id) => !known.has(id)).map((id) => `${id} is missing from test/capabilities.json`),
    ...[...known.keys()].filter((id) => !rows.has(id)).map((id) => `${id} is no longer in the design`),
    ...[...known].filter(([id, text]) => rows.has(id) && rows.get(id) !== text).map(([id]) => `${id} is worded anew`),
  ]
}

/** Requirement and part ids in a title: `RET-4` and `RET-4.open`. */
export function idsIn(title: string, groups: ReadonlySet<string>): string[] {
  const found = title.match(/\b[A-Z]{2,5}-\d+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)?/g) ?? []
  return found.filter((id) => groups.has(id.slice(0, id.indexOf('-'))))
}

/**
 * Both directions. A requirement with a single part is proven by its bare id too; with several, the bare id proves none.
 * @param passing titles of the tests that count as proof
 * @param every titles of all tests, which must name nothing that does not exist
 */
export function coverage(
  requirements: readonly Requirement[],
  { passing, every }: { passing: readonly string[]; every: readonly string[] },
): Coverage {
  const groups = new Set(requirements.map(({ id }) => id.slice(0, id.indexOf('-'))))
  const parts = requirements.flatMap((requirement) => requirement.parts)
  const known = new Set([...requirements, ...parts].map(({ id }) => id))
  const named = new Set(passing.flatMap((title) => idsIn(title, groups)))
  for (const { id, parts: own } of requirements) {
    if (named.has(id) && own.length === 1 && own[0] !== undefined) named.add(own[0].id)
  }
  return {
    proven: parts.filter(({ id }) => named.has(id)).map(({ id }) => id),
    unproven: parts.filter(({ id }) => !named.has(id)),
    unknown: [...new Set(every)].flatMap((title) =>
      idsIn(title, groups)
        .filter((id) => !known.has(id))
        .map((id) => ({ id, title })),
    ),
  }
}
