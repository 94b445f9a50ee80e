import { describe, expect, it } from 'vitest'
import { requestOf, textOf } from '../../../../test/support/models/open-openai-model.ts'
import { chatChunk } from '../../../../test/support/models/openai-chat-script.ts'
import { sseEvent } from '../../../../test/support/models/packets.ts'
import { openWayOut, startServer } from '../../../../test/support/network/way-out.ts'
import type { ProviderProtocol } from '../../../contract/providers.ts'
import type { StreamPart } from '../language-model.ts'
import { openRemoteLanguage } from '../remote-language.ts'

const firstWord: Readonly<Record<ProviderProtocol, string>> = {
  'openai-chat': sseEvent(chatChunk({ content: 'Hel' })),
  'openai-responses': sseEvent({ type: 'response.output_text.delta', item_id: 'm', delta: 'Hel' }),
  'anthropic-messages': sseEvent({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hel' } }),
}
const protocols = Object.keys(firstWord) as ProviderProtocol[]

// Would catch a person who is told that the server failed, and a model asked again, when they went offline themselves.
describe('MOD-5.offline: an answer that the offline switch ends says so', () => {
  it.each(protocols.flatMap((protocol) => ['before the answer', 'in the middle'].map((moment) => [protocol, moment])))(
    '%s, %s',
    async (protocol, moment) => {
      const way = openWayOut()
      const goOffline = () => {
        way.settings.offline = true
        way.net.cutOff()
      }
      const server = await startServer({
        handler: (_request, response) => {
          if (moment === 'before the answer') return goOffline()
          response.writeHead(200, { 'content-type': 'text/event-stream' })
          response.write(firstWord[protocol as ProviderProtocol])
        },
      })
      const model = await openRemoteLanguage(
        {
          kind: 'openai-compatible',
          protocol: protocol as ProviderProtocol,
          url: `http://models.world.test:${server.port}/v1`,
          name: 'far',
          key: null,
        },
        {
          net: way.net,
          patience: { firstTokenMs: 20_000, silenceMs: 20_000, totalMs: 60_000 },
          onRateLimits: () => undefined,
          facts: undefined,
        },
      )
      const parts: StreamPart[] = []
      const read = async () => {
        for await (const part of model.stream(requestOf({}))) {
          parts.push(part)
          if (part.type === 'text-delta') goOffline()
        }
      }
      await expect(read()).rejects.toMatchObject({ name: 'ModelError', code: 'NETWORK_OFFLINE', isTransient: false })
      expect(textOf(parts)).toBe(moment === 'in the middle' ? 'Hel' : '')
    },
  )
})
