import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pass } from 'node:timers/promises'
import { openAiChatAnswer } from './openai-chat-script.ts'
import type { ScriptedAnswer } from './scripted-server.ts'

const script = join(import.meta.dirname, 'chat-child.ts')

/** Pieces of an answer that is never whole: what a killed engine has kept of it begins like this. */
export const endlessPieces = Array.from({ length: 5_000 }, (_, place) => `Sentence ${place} of the answer. `)

/** At the rate of a fast model, for far longer than any engine lives that is killed while it comes. */
export const endlessAnswer = (): ScriptedAnswer => openAiChatAnswer({ text: endlessPieces, afterPiece: () => pass(5) })

/**
 * Asks in an engine of its own process and kills it with SIGKILL once it has said so many times that more was kept.
 *
 * @returns the characters that it last said were kept
 */
export async function killWhileAnswering(
  asked: { dataFolder: string; library: string; model: string; question: string },
  lines: number,
): Promise<number> {
  const { dataFolder, library, model, question } = asked
  const child = spawn(process.execPath, [script, dataFolder, library, model, question], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DIWAN_KEYCHAIN: 'off' },
  })
  const closed = once(child, 'close')
  let kept = 0
  let seen = 0
  for await (const line of createInterface({ input: child.stdout })) {
    kept = Number(line)
    if (++seen >= lines) child.kill('SIGKILL')
  }
  await closed
  if (child.signalCode !== 'SIGKILL') throw new Error('the engine ended before it was killed')
  return kept
}
