import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { extractiveFacts } from '../../src/engine/inference/adapters/extractive/extractive-model.ts'
import { openNet } from '../support/models/model-server.ts'
import { answerInProtocol, findSupport, type ProviderRow, type Support } from '../support/models/provider-support.ts'
import { startScriptedServer } from '../support/models/start-scripted-server.ts'

/** Each kind in its own protocol, and the others in which models of it are asked. */
const rows: readonly ProviderRow[] = [
  { kind: 'openai', protocol: 'openai-responses', model: 'gpt-5.4-mini' },
  { kind: 'openai', protocol: 'openai-chat', model: 'gpt-4.1' },
  { kind: 'azure-openai', protocol: 'openai-chat', model: 'gpt-4.1' },
  { kind: 'anthropic', protocol: 'anthropic-messages', model: 'claude-opus-5-5' },
  { kind: 'anthropic', protocol: 'anthropic-messages', model: 'claude-haiku-4-5' },
  { kind: 'gemini', protocol: 'openai-chat', model: 'gemini-3-pro' },
  { kind: 'groq', protocol: 'openai-chat', model: 'openai/gpt-oss-120b' },
  { kind: 'together', protocol: 'openai-chat', model: 'deepseek-ai/DeepSeek-V3.1' },
  { kind: 'moonshot', protocol: 'openai-chat', model: 'kimi-k2.6' },
  { kind: 'ollama', protocol: 'openai-chat', model: 'qwen3:8b' },
  { kind: 'openai-compatible', protocol: 'openai-chat', model: 'any-model' },
  { kind: 'openai-compatible', protocol: 'anthropic-messages', model: 'any-model' },
]

const columns = ['streaming', 'tools', 'structured', 'images', 'stop', 'seed', 'reasoning', 'caching', 'usage'] as const

/** What the guide says, by the row's first three cells. */
function readTable(): Map<string, Support> {
  const guide = readFileSync(new URL('../../docs/guides/models.md', import.meta.url), 'utf8')
  const cells = guide
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    )
  return new Map(
    cells.map(([kind, protocol, model, ...said]) => [
      `${kind} ${protocol} ${model}`,
      Object.fromEntries(columns.map((column, place) => [column, said[place]])) as Support,
    ]),
  )
}

// Would catch an option that an adapter begins or ceases to send, and a guide that promises what is not sent.
test('MOD-1.compatible, MOD-1.usage: the guide says of each kind of provider what its adapter really sends', async () => {
  const table = readTable()
  const server = await startScriptedServer(answerInProtocol)
  const { net } = openNet()
  const found = new Map<string, Support>()
  for (const row of rows) found.set(`${row.kind} ${row.protocol} ${row.model}`, await findSupport(row, { net, server }))
  const remote = [...table].filter(([name]) => found.has(name))
  expect(Object.fromEntries(remote)).toEqual(Object.fromEntries(found))
})

test('the guide has a row for what needs no provider as well', () => {
  const { supports } = extractiveFacts
  const quoting = readTable().get('extractive — —')
  expect(quoting).toEqual({
    ...Object.fromEntries(columns.map((column) => [column, '—'])),
    streaming: 'yes',
    usage: 'counted here',
  })
  expect(Object.values(supports)).toEqual([false, false, false, false, false])
})
