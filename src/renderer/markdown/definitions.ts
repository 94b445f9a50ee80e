import type { MarkdownBlock } from './split-blocks.ts'

/** A definition of an address that links name by a label; numbers are citations and footnotes are none. */
const definition = /^ {0,3}\[(?!\^|[\d\s,;]+\])[^\]\n]+\]:[ \t]*\S.*$/gm

/** The definitions of a text: a link and what it names may stand in different blocks. */
export function definitionsOf(blocks: readonly MarkdownBlock[]): string {
  return blocks
    .filter(({ kind, raw }) => kind === 'text' && raw.includes(']:'))
    .flatMap(({ raw }) => raw.match(definition) ?? [])
    .join('\n')
}

export function withDefinitions(source: string, definitions: string): string {
  return definitions === '' || !source.includes('[') ? source : `${source}\n\n${definitions}`
}
