import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeOnnxEntailment, makeOnnxReranker } from '../support/models/onnx-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { shareTestEngine } from '../support/test-engine.ts'

let models: string
const shared = shareTestEngine(async ({ dataFolder }) => {
  models = join(dataFolder, 'models')
})

const source =
  'The old stone bridge in the valley was closed by the council in spring because its deck had cracked in 1987.'
/** In words that the rules do not know for the same; most of them stand in the source. */
const reworded =
  'The old stone bridge in the valley was fenced off by the council in spring because its deck had cracked in 1987.'
const otherNumber = reworded.replace('1987', '1988')

test('RET-4.check: with an entailment model a sentence in other words is supported, and a changed number still is not', async () => {
  const { client, engine } = shared
  const check = (text: string) => client.chat.check({ text, sources: [source] })

  const [byRules] = (await check(reworded)).sentences
  expect(byRules).toMatchObject({ support: 'unsupported' })
  expect(new Set(byRules?.doubts.map(({ kind }) => kind))).toEqual(new Set(['claim']))

  const reranker = temporaryFolder()
  makeOnnxReranker(reranker)
  const refused = client.models.import({ path: reranker, modelId: 'judge', kind: 'entailment' })
  await expect(refused).rejects.toMatchObject({
    code: 'MODEL_INVALID',
    data: { reason: 'config.json does not say what the classes of the model are' },
  })

  const path = temporaryFolder()
  makeOnnxEntailment(path)
  const taken = await client.models.import({ path, modelId: 'judge', kind: 'entailment' })
  expect(taken).toMatchObject({ kind: 'entailment', state: 'installed', dimensions: null, maximumTokens: 128 })
  expect((await client.models.test({ modelId: 'judge' })).model).toEqual(taken)

  const judged = await check(`${reworded}\n\n${otherNumber}`)
  expect(judged.notices).toEqual([])
  expect(judged.sentences.map(({ support }) => support)).toEqual(['supported', 'unsupported'])
  expect(judged.sentences.map(({ doubts }) => doubts.some(({ kind }) => kind === 'number'))).toEqual([false, true])
  expect(await engine.metrics()).toMatch(/diwan_model_calls_total\{runtime="onnx",purpose="entail",outcome="ok"\} 2/)

  await client.models.remove({ modelId: 'judge' })
  expect((await check(reworded)).sentences).toEqual([byRules])
  expect(readdirSync(models)).toEqual([])
})

test('RET-4.check: an entailment model that can not be run leaves the check to the rules, and says so', async () => {
  const { client } = shared
  const path = temporaryFolder()
  makeOnnxEntailment(path)
  await client.models.import({ path, modelId: 'judge', kind: 'entailment' })
  for (const folder of readdirSync(models)) rmSync(join(models, folder, 'tokenizer.json'))
  const { sentences, notices } = await client.chat.check({ text: reworded, sources: [source] })
  expect(sentences.map(({ support }) => support)).toEqual(['unsupported'])
  expect(notices).toEqual(['entailment-failed'])
  await client.models.remove({ modelId: 'judge' })
})
