/**
 * Turns many single requests into few joint ones: while one batch is at work, what is asked meanwhile waits and goes
 * with the next. Under light load each goes alone and at once.
 *
 * `work` answers in the order of its batch; when it rejects, so does every request of that batch.
 */
export function createBatcher<Input, Output>(options: {
  most: number
  work(batch: Input[]): Promise<readonly Output[]>
}): (input: Input) => Promise<Output> {
  type Waiting = { input: Input; resolve(output: Output): void; reject(error: unknown): void }
  const waiting: Waiting[] = []
  let working = false

  async function workOff(): Promise<void> {
    working = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, options.most)
      try {
        const outputs = await options.work(batch.map(({ input }) => input))
        if (outputs.length !== batch.length) throw new Error(`${outputs.length} answers to ${batch.length} requests`)
        for (const [index, { resolve }] of batch.entries()) resolve(outputs[index] as Output)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    working = false
  }

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject })
      if (!working) void workOff()
    })
}
