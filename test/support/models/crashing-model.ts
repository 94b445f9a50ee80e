import { parentPort } from 'node:worker_threads'

// Entry of a model's thread for trials: it loads, answers what it is told to, and dies or falls silent of one text.

parentPort?.on('message', (message) => {
  if ('end' in message) return parentPort?.close()
  const { id, task } = message
  if (task.do === 'load')
    return parentPort?.postMessage({ id, result: { dimensions: 2, maximumTokens: 9, givesTokens: false } })
  if (task.texts[0] === 'die') process.exit(1)
  if (task.texts[0] === 'throw') throw new Error('a secret text')
  if (task.texts[0] === 'hang') return undefined
  const vectors = task.texts.map((text: string) => Float32Array.of(text === 'nan' ? Number.NaN : text.length, 1))
  return parentPort?.postMessage({ id, result: { vectors, tokens: task.texts.length } })
})
