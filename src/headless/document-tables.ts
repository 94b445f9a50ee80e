import type { Document, DocumentFilter } from '../contract/document.ts'
import { formatBytes, formatTable } from './format.ts'
import type { EngineClient } from './join.ts'
import type { Terminal } from './terminal.ts'

const pageSize = 500

/** All documents of a library that pass the filter, `most` at most, and how many there are. */
export async function listDocuments(
  client: EngineClient,
  library: string,
  { most, ...filter }: Partial<DocumentFilter> & { most: number },
): Promise<{ total: number; items: Document[] }> {
  const items: Document[] = []
  for (;;) {
    const limit = Math.min(pageSize, most - items.length)
    const page = await client.documents.list({ library, offset: items.length, limit, ...filter })
    items.push(...page.items)
    if (page.items.length === 0 || items.length >= Math.min(most, page.total)) return { total: page.total, items }
  }
}

export function showDocuments(documents: readonly Document[], terminal: Terminal): void {
  const rows = documents.map((document) => [
    document.name,
    document.type ?? '',
    document.error ?? (document.available ? document.state : 'unavailable'),
    document.pages === null ? '' : `${document.pages}`,
    `${document.chunks}`,
    formatBytes(document.bytes),
    document.tags.join(', '),
  ])
  const heads = ['document', 'type', 'state', 'pages', 'passages', 'size', 'tags']
  for (const line of formatTable(heads, rows)) terminal.print(line)
}

/** Names and values under each other, without those that have none. */
export function showFacts(facts: readonly (readonly [string, string | null])[], terminal: Terminal): void {
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== '')
  const width = Math.max(...known.map(([name]) => name.length))
  for (const [name, value] of known) terminal.print(`${name.padEnd(width)}  ${value.replaceAll('\n', ' ')}`)
}

/** `2026-11-21 12:40` in UTC. */
export function formatTime(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}
