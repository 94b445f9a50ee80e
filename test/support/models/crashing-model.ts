import type { ToModel } from '../../../src/engine/inference/local/model-protocol.ts'

// Entry of a model's process for trials: it loads, answers what it is told to, and dies or falls silent of one text.

process.once('disconnect', () => process.exit(0))
process.on('message', (message: ToModel) => {
  if ('end' in message) return process.exit(0)
  const { id, task } = message
  const answer = (result: unknown) => void process.send?.({ id, result })
  if (task.do === 'load') return answer({ dimensions: 2, maximumTokens: 9, givesTokens: true })
  if (task.do === 'embed-tokens') return answer([{ start: 0, end: 1, vector: vectorOf(task.text) }])
  if (task.do !== 'embed') return undefined
  const [first] = task.texts
  if (first === 'die') process.exit(1)
  if (first === 'crash') process.kill(process.pid, 'SIGSEGV')
  if (first === 'throw') throw new Error('a secret text')
  if (first === 'hang' || first === 'crash') return undefined
  // Native code that does not return: nothing is heard meanwhile.
  if (first === 'busy') for (;;);
  return answer({ vectors: task.texts.map(vectorOf), tokens: task.texts.length })
})

function vectorOf(text: string): Float32Array {
  return Float32Array.of(text === 'nan' ? Number.NaN : text.length, 1)
}
