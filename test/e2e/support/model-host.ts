import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chatChunk, openAiChatAnswer, openAiErrorAnswer } from '../../support/models/openai-chat-script.ts'
import { sseEvent } from '../../support/models/packets.ts'
import {
  cut,
  openScriptedServer,
  type ScriptedAnswer,
  type ScriptedRequest,
  type ScriptedServer,
} from '../../support/models/scripted-server.ts'
import { type Host, startHost } from './host.ts'

/**
 * What the scripted model says: to a question that holds `about`, to `model NAME` or to the provider `/NAME/`, in pieces,
 * each let go by the gate where there is one. With `breaks` the connection breaks after the text; a `status` refuses instead.
 */
export type Saying = { about: string; text?: string; reasoning?: string; gate?: Gate; breaks?: true; status?: number }

/** Holds the pieces of an answer back until the test lets them go. */
export type Gate = { pass: (sent: number) => Promise<unknown>; open(): void }

/** Lets `free` pieces pass, and the others once it is opened. */
export function gateAfter(free: number): Gate {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { pass: (sent) => (sent < free ? Promise.resolve() : promise), open: () => resolve() }
}

export type ModelHost = Host & {
  server: ScriptedServer
  /** Its library of small documents. */
  home: string
  /** Its models are `desk/large`, which costs, and `desk/small`, which is free. The first saying that fits is said. */
  says(sayings: readonly Saying[]): void
  /** Another provider with the same models, so that its failures are its own. */
  addProvider(name: string): Promise<void>
}

const documents = {
  'lease.md':
    '# Lease\n\nThe deposit is two months of rent. The lease was signed on 3 March 2021 in Vienna. The rent is 900 euros.\n',
  'repairs.md': '# Repairs\n\nThe landlord pays for the roof. The tenant pays for small repairs up to 120 euros.\n',
}

/** A host with a library and a provider over real HTTP, whose two models say what the test wants. */
export async function startModelHost(): Promise<ModelHost> {
  let sayings: readonly Saying[] = []
  const server = await openScriptedServer((request) => (request.method === 'GET' ? modelList() : answer(request)))
  const host = await startHost()
  const folder = await mkdtemp(join(tmpdir(), 'diwan-home-'))
  for (const [name, text] of Object.entries(documents)) await writeFile(join(folder, name), text)
  const home = await host.addLibrary('Home', [folder])
  await rm(folder, { recursive: true })
  async function addProvider(name: string): Promise<void> {
    const url = `${server.url}/${name}`
    await host.call('POST', '/providers', { name, kind: 'openai-compatible', url, key: 'a-key' })
    await host.call('POST', `/providers/${name}/test`, {})
  }
  await addProvider('desk')
  await host.call('POST', '/prices', { model: 'desk/large', input: 2_000_000_000, output: 8_000_000_000 })
  await host.call('POST', '/prices', { model: 'desk/small', input: 0, output: 0 })

  function answer(request: ScriptedRequest): ScriptedAnswer {
    const { model, messages } = request.json<{ model: string; messages: readonly unknown[] }>()
    // Not what was said before: a conversation sends all of it.
    const asked = `${request.path} model ${model} ${JSON.stringify(messages.at(-1))}`
    const saying: Partial<Saying> = sayings.find(({ about }) => asked.includes(about)) ?? {}
    if (saying.status !== undefined) return openAiErrorAnswer(saying.status, { message: 'not today' })
    const pieces = piecesOf(saying.text ?? 'I do not know.')
    if (saying.breaks) return { steps: [...pieces.map((content) => sseEvent(chatChunk({ content }))), cut] }
    return openAiChatAnswer({
      text: pieces,
      ...(saying.reasoning === undefined ? {} : { reasoning: saying.reasoning }),
      usage: { input: 1_000, output: 200 },
      ...(saying.gate === undefined ? {} : { afterPiece: saying.gate.pass }),
    })
  }
  return {
    ...host,
    server,
    home,
    addProvider,
    says: (next) => {
      sayings = next
    },
    async stop() {
      await host.stop()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** As a model sends it: a word or less a piece. */
function piecesOf(text: string): readonly string[] {
  return text.match(/\s*\S{1,6}|\s+/g) ?? []
}

function modelList() {
  const data = ['large', 'small'].map((id) => ({ id, object: 'model', created: 1, owned_by: 'desk' }))
  return { headers: { 'content-type': 'application/json' }, steps: [JSON.stringify({ object: 'list', data })] }
}
