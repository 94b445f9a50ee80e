import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ModelError } from '../model-runner.ts'
import type { ModelDescription, Pooling } from '../model-source.ts'

const Config = z.object({
  model_type: z.string().optional(),
  max_position_embeddings: z.int().positive().optional(),
  pad_token_id: z.int().nullish(),
})
const TokenizerConfig = z.object({ model_max_length: z.number().positive().nullish() })
const SentenceConfig = z.object({ max_seq_length: z.int().positive().nullish() })
const PoolingConfig = z.object({
  pooling_mode_cls_token: z.boolean().optional(),
  pooling_mode_mean_tokens: z.boolean().optional(),
  pooling_mode_lasttoken: z.boolean().optional(),
})
const PromptConfig = z.object({ prompts: z.record(z.string(), z.string()).optional() })

/** Models whose positions begin behind the number of the padding token, so that not all of them are for tokens. */
const offsetPositions = new Set(['roberta', 'xlm-roberta', 'camembert', 'mpnet', 'xlm-roberta-xl', 'data2vec-text'])

/** A few words between the model's marks. */
const fewestTokens = 8

/**
 * What the files beside the weights say of an ONNX model, in the formats of Transformers and Sentence Transformers. What
 * they don't say: the mean, and no prefixes.
 *
 * @throws ModelError when a file is damaged
 */
export async function describeFolder(folder: string): Promise<ModelDescription> {
  const [config, tokenizer, sentence, pooling, prompts] = await Promise.all([
    readJson(folder, 'config.json', Config),
    readJson(folder, 'tokenizer_config.json', TokenizerConfig),
    readJson(folder, 'sentence_bert_config.json', SentenceConfig),
    readJson(folder, '1_Pooling/config.json', PoolingConfig),
    readJson(folder, 'config_sentence_transformers.json', PromptConfig),
  ])
  const limits = [tokenizer?.model_max_length, sentence?.max_seq_length, config && positionsOf(config)]
  const limit = Math.min(...limits.filter((each): each is number => typeof each === 'number'))
  if (limit < fewestTokens) throw new ModelError('MODEL_FAILED', `a model that reads ${limit} tokens can't be used`)
  const { query = '', passage, document } = prompts?.prompts ?? {}
  return {
    pooling: readPooling(pooling),
    prefixes: { query, passage: passage ?? document ?? '' },
    // Tokenisers without a limit give 10^30.
    maximumTokens: limit < 1_000_000 ? Math.floor(limit) : null,
  }
}

function positionsOf({ model_type = '', max_position_embeddings, pad_token_id }: z.infer<typeof Config>) {
  if (max_position_embeddings === undefined) return null
  return max_position_embeddings - (offsetPositions.has(model_type) ? (pad_token_id ?? 1) + 1 : 0)
}

function readPooling(config: z.infer<typeof PoolingConfig> | null): Pooling {
  if (config?.pooling_mode_cls_token) return 'cls'
  return config?.pooling_mode_lasttoken ? 'last' : 'mean'
}

async function readJson<Value>(folder: string, name: string, schema: z.ZodType<Value>): Promise<Value | null> {
  let text: string
  try {
    text = await readFile(join(folder, name), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new ModelError('MODEL_FAILED', `${name} can't be read`, { cause: error })
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw new ModelError('MODEL_FAILED', `${name} is damaged`, { cause: error })
  }
}
