import { describe, expect, test } from 'vitest'
import type { AnswerSentence } from '../../src/contract/answers.ts'
import { readPassagePrompt } from '../../src/domain/passage-prompt.ts'
import { ask, readAnswer, readUntil, toAnswer } from '../support/models/chatting.ts'
import {
  type ChatBody,
  depthSource,
  library,
  question,
  saysDepth,
  shareHarbour,
  told,
} from '../support/models/harbour.ts'
import { openAiChatAnswer, openAiErrorAnswer } from '../support/models/openai-chat-script.ts'
import type { ScriptedAnswer, ScriptedRequest } from '../support/models/scripted-server.ts'

const { shared, provide } = shareHarbour()
const supportOf = ({ support }: AnswerSentence) => support

describe('a question to a model', () => {
  test('CHAT-1.stream: CHAT-3.model: CHAT-5.after: CHAT-5.message: is answered from passages, cited to the sentence, checked and billed', async () => {
    // Catches a citation that opens another place, a text that changes after it was shown, and a cost that is not the ledger's.
    const gate = Promise.withResolvers<void>()
    const provider = await provide((request) =>
      openAiChatAnswer({
        text: ['It is **14 met', `res** deep [${depthSource(request)}`, '][9].'],
        afterPiece: (sent) => (sent === 1 ? gate.promise : Promise.resolve()),
      }),
    )
    const events = await shared.client.chat.ask({ question, libraries: [library], model: provider.model })
    const before = await readUntil(events, ({ type }) => type === 'text-delta')
    // The first words are there while the model is still writing.
    expect(before.map(({ type }) => type)).toEqual(['answer-start', 'model-start', 'text-delta'])
    gate.resolve()
    const rest = []
    for await (const event of events) rest.push(event)
    const { text, answer, conversationId, messageId } = toAnswer([...before, ...rest])
    expect(text).toBe('It is **14 metres** deep [1].')
    expect(answer).toMatchObject({
      answer: text,
      mode: 'generated',
      sentences: [{ text: 'It is 14 metres deep.', citations: [0], support: 'supported' }],
      citations: [{ document: 'harbour.md', headingPath: ['Basin'] }],
      cost: { nanoDollars: 10 * 1_000 + 5 * 4_000, estimated: false, inputTokens: 10, outputTokens: 5 },
      generation: {
        choice: { model: provider.model, reason: 'fixed' },
        ended: 'stop',
        warnings: [{ option: 'citations' }],
      },
    })
    const [citation] = answer.citations
    expect(citation?.quote).toContain('14 metres deep')
    const content = await shared.client.documents.content({ documentId: citation?.documentId ?? '' })
    expect(content.text.slice(citation?.start, citation?.end)).toBe(citation?.quote)
    const { messages, conversation } = await shared.client.chat.conversations.get({ conversationId })
    expect(messages.at(-1)).toMatchObject({ id: messageId, text, state: 'complete', model: provider.model })
    expect(conversation).toMatchObject({ model: provider.model, headId: messageId })
    const { items } = await shared.client.usage.calls({ filter: { conversationId } })
    expect(items.map(({ id }) => id)).toEqual(answer.generation?.callIds)
  })

  test('is told what documents say as data, whatever they say', async () => {
    const provider = await provide(saysDepth)
    await ask(shared.client, { question, libraries: [library], model: provider.model })
    const prompt = told(provider.asked()[0]).at(-1)?.text ?? ''
    const read = readPassagePrompt(prompt)
    expect(read?.question).toBe(question)
    expect(read?.sources.some(({ text }) => text.includes('PWNED'))).toBe(true)
    expect(read?.sources.some(({ label }) => label.startsWith('trusted.pdf'))).toBe(false)
  })

  test('CHAT-5.before: CHAT-5.conversation: says before what it will take, and after what it took, failures included', async () => {
    const provider = await provide([
      openAiErrorAnswer(400, { message: 'no' }),
      openAiChatAnswer({ text: 'It is 14 metres deep [1].' }),
    ])
    const input = { question, libraries: [library], model: provider.model, options: { maximumOutputTokens: 100 } }
    const plan = await shared.client.chat.plan(input)
    expect(plan).toMatchObject({ kind: 'passages', model: provider.model })
    expect(plan.tokens).toBeGreaterThan(100)
    expect(plan.worstCaseNanoDollars).toBeGreaterThanOrEqual(plan.tokens * 1_000 + 100 * 4_000)
    expect(plan.cost.nanoDollars).toBeLessThanOrEqual(plan.worstCaseNanoDollars ?? 0)
    expect(provider.asked()).toEqual([])
    await expect(ask(shared.client, input)).rejects.toMatchObject({ code: 'MODEL_REJECTED' })
    const { items } = await shared.client.chat.conversations.list({})
    const conversationId = items[0]?.id ?? ''
    const kept = await shared.client.chat.conversations.get({ conversationId })
    // The question is there, and can be asked again.
    expect(kept.messages.map(({ role, state }) => [role, state])).toEqual([
      ['user', 'complete'],
      ['assistant', 'interrupted'],
    ])
    const again = await readAnswer(
      await shared.client.chat.answerAgain({ conversationId, questionId: kept.messages[0]?.id ?? '' }),
    )
    const { conversation } = await shared.client.chat.conversations.get({ conversationId })
    expect(conversation.spent).toEqual({ nanoDollars: again.answer.cost.nanoDollars, inputTokens: 10, outputTokens: 5 })
  })

  test('is answered again for nothing, with what that saved, and never so within a conversation', async () => {
    const provider = await provide(saysDepth)
    const input = { question, libraries: [library], model: provider.model }
    const first = await ask(shared.client, input)
    const again = await ask(shared.client, input)
    expect(again.answer).toMatchObject({
      answer: first.text,
      cost: { nanoDollars: 0 },
      reused: { savedNanoDollars: first.answer.cost.nanoDollars, savedTokens: 15 },
    })
    expect(again.text).toBe(first.text)
    await ask(shared.client, { ...input, conversationId: first.conversationId })
    await ask(shared.client, { ...input, options: { temperature: 0.5 } })
    expect(provider.asked()).toHaveLength(3)
    expect(provider.asked()[2]?.json<ChatBody>().temperature).toBe(0.5)
  })

  test('without any passage is told so, and no model is asked', async () => {
    const provider = await provide([])
    await shared.client.libraries.create({ name: 'empty' })
    const { answer } = await ask(shared.client, { question, libraries: ['empty'], model: provider.model })
    expect(answer).toMatchObject({ mode: 'nothing-found', generation: null })
    expect(provider.asked()).toEqual([])
  })

  test('that all models fail is quoted where the settings let quotes stand in, and says what was tried', async () => {
    const provider = await provide(() => openAiErrorAnswer(400, { message: 'no' }), {})
    const down = await provide(() => openAiErrorAnswer(429, { message: 'later' }, { 'retry-after': '3600' }))
    await shared.client.settings.update({ changes: [{ setting: 'models.fallback', value: ['extractive'] }] })
    try {
      const { answer } = await ask(shared.client, { question, libraries: [library], model: down.model })
      expect(answer).toMatchObject({
        mode: 'extractive',
        generation: { choice: { model: 'extractive', tried: [{ model: down.model, status: 429 }] } },
      })
      expect(answer.answer).toContain('14 metres')
    } finally {
      await shared.client.settings.update({ changes: [{ setting: 'models.fallback', value: null }] })
    }
    await expect(ask(shared.client, { question, libraries: [library], model: provider.model })).rejects.toMatchObject({
      code: 'MODEL_REJECTED',
    })
  })

  test('CHAT-3.library: CHAT-3.model: keeps to the library, model and options of its conversation', async () => {
    const provider = await provide(() => openAiChatAnswer({ text: 'Seven [1].' }))
    const { conversationId } = await ask(shared.client, { question, libraries: [library] })
    await shared.client.chat.conversations.configure({
      conversationId,
      ...{ model: provider.model, options: { temperature: 0.25 }, libraries: [library] },
    })
    const { answer } = await ask(shared.client, { conversationId, question: 'How many cranes are there?' })
    expect(answer.generation?.choice.model).toBe(provider.model)
    const [request] = provider.asked()
    expect(request?.json<ChatBody>().temperature).toBe(0.25)
    // The conversation so far goes with it, without its marks.
    expect(told(request).map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
    expect(told(request)[1]?.text).toBe(question)
    await shared.client.chat.conversations.configure({ conversationId, model: null, options: {} })
    const quoted = await ask(shared.client, { conversationId, question })
    expect(quoted.answer).toMatchObject({ mode: 'extractive', generation: null })
  })

  test('to a small model is cut to what it reads, oldest first, or refused by name', async () => {
    const small = (request: ScriptedRequest): ScriptedAnswer =>
      request.body.length > 1_200
        ? openAiErrorAnswer(400, {
            code: 'context_length_exceeded',
            message: `This model's maximum context length is 512 tokens. However, your messages resulted in ${Math.ceil(request.body.length / 4)} tokens.`,
          })
        : openAiChatAnswer({ text: 'It is 14 metres deep [1].' })
    const provider = await provide(small)
    const first = await ask(shared.client, { question, libraries: [library], model: provider.model })
    expect(first.answer.generation?.warnings).toMatchObject([{ option: 'passages' }])
    const none = await provide(() =>
      openAiErrorAnswer(400, { code: 'context_length_exceeded', message: 'maximum context length is 40 tokens' }),
    )
    await expect(ask(shared.client, { question, libraries: [library], model: none.model })).rejects.toMatchObject({
      code: 'CONTEXT_EXCEEDED',
    })
  })

  test('says in what an answer is without support, and in what it claims nothing', async () => {
    // Catches an honest "they do not say" in doubt, and an answer in another language that is all in doubt.
    const texts = [
      'The sources do not say who built it.',
      '港口水深14米[1]。共有41台起重机。',
      '',
      '| Place | Depth |\n|-|-|\n| Basin | 14 metres |\n| Quay | 15 metres |',
    ]
    const provider = await provide((_request, index) => openAiChatAnswer({ text: texts[index] ?? '' }))
    const checked = []
    for (const _ of texts) {
      const { answer } = await ask(shared.client, {
        ...{ question, libraries: [library], model: provider.model, reuse: false },
      })
      const { ended, warnings = [] } = answer.generation ?? {}
      checked.push({ ended, options: warnings.map(({ option }) => option), support: answer.sentences.map(supportOf) })
    }
    expect(checked).toEqual([
      { ended: 'stop', options: [], support: ['none'] },
      { ended: 'stop', options: ['check'], support: ['none', 'unsupported'] },
      { ended: 'stop', options: ['answer'], support: [] },
      { ended: 'stop', options: [], support: ['supported', 'unsupported'] },
    ])
  })

  test('is harmless whatever a model writes', async () => {
    // Catches a page of text that blocks the engine, marks that lead nowhere, and an answer that never ends.
    const pieces = ['<script>alert(1)</script> [0][99][1-999999] ```js\nunclosed [1] | a | [', 'x'.repeat(10_000_000)]
    const provider = await provide([openAiChatAnswer({ text: pieces })])
    const { answer, text } = await ask(shared.client, { question, libraries: [library], model: provider.model })
    expect(answer.answer.length).toBeGreaterThan(10_000)
    expect(text).toBe(answer.answer)
    expect(answer.answer.startsWith('<script>alert(1)</script>')).toBe(true)
    expect(answer.answer).not.toContain('[99]')
    expect(answer.citations.length).toBeLessThan(12)
    // No budget was set: what ended it was its length.
    expect(answer.generation?.ended).toBe('length')
  })
})
