import { availableParallelism } from 'node:os'
import { basename, dirname } from 'node:path'
import { AutoModel, env, LogLevel, type PreTrainedModel, Tensor } from '@huggingface/transformers'
import type { LoadRequest } from '../model-source.ts'
import type { ModelInput, Tokeniser } from './tokeniser.ts'

/** Numbers of one output of a model, in the order of its dimensions. */
export type Output = { data: ArrayLike<number>; dimensions: readonly number[] }

export type OnnxSession = {
  /** Runs texts of any lengths as one batch; padding is masked. */
  run(inputs: readonly ModelInput[], paddingId: number): Promise<Readonly<Record<string, Output>>>
  close(): Promise<void>
}

/** What every kind of ONNX model is run with. */
export type OnnxParts = { request: LoadRequest; tokeniser: Tokeniser; session: OnnxSession }

/** Tokens of one text where neither the model's files nor anybody else says. */
export const usualMaximum = 512

// A model's folder is all that is ever read; nothing is looked for elsewhere, written or reported.
env.allowRemoteModels = false
env.useFSCache = false
env.useBrowserCache = false
// It would print what a model was given when a run fails.
env.logLevel = LogLevel.NONE

/** @throws what the runtime says of a file that it can't read */
export async function openSession({ folder, file, threads }: LoadRequest): Promise<OnnxSession> {
  const subfolder = dirname(file)
  const model: PreTrainedModel = await AutoModel.from_pretrained(folder, {
    local_files_only: true,
    device: 'cpu',
    // The name is taken as it stands: for `fp32` nothing is put behind it, whatever the file holds.
    dtype: 'fp32',
    model_file_name: basename(file, '.onnx'),
    subfolder: subfolder === '.' ? '' : subfolder,
    session_options: {
      intraOpNumThreads: threads ?? Math.max(1, Math.floor(availableParallelism() / 2)),
      interOpNumThreads: 1,
      // A thread that waits gives its core back instead of spinning on it: the engine has other work for it.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    },
  })

  return {
    async run(inputs, paddingId) {
      const length = Math.max(...inputs.map(({ ids }) => ids.length))
      const padded = (of: (input: ModelInput) => number[], filler: number) => {
        const values = inputs.flatMap((input) => [...of(input), ...Array(length - input.ids.length).fill(filler)])
        return new Tensor('int64', BigInt64Array.from(values, BigInt), [inputs.length, length])
      }
      const outputs = await model({
        input_ids: padded(({ ids }) => ids, paddingId),
        attention_mask: padded(({ ids }) => ids.map(() => 1), 0),
        token_type_ids: padded(({ types }) => types, 0),
        position_ids: padded(({ ids }) => ids.map((_, index) => index), 0),
      })
      return Object.fromEntries(
        Object.entries(outputs as Record<string, unknown>)
          .filter((entry): entry is [string, Tensor] => entry[1] instanceof Tensor)
          .map(([name, { data, dims }]) => [name, { data: data as ArrayLike<number>, dimensions: dims }]),
      )
    },
    async close() {
      await model.dispose()
    },
  }
}
