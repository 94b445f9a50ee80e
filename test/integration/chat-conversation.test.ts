import { describe, expect, test } from 'vitest'
import { ask, readAnswer, readUntil, toAnswer } from '../support/models/chatting.ts'
import { depthSource, library, question, shareHarbour, told, unknownId } from '../support/models/harbour.ts'
import { openAiChatAnswer, openAiErrorAnswer } from '../support/models/openai-chat-script.ts'
import { addText } from '../support/test-engine.ts'

const { shared, provide } = shareHarbour()
/** A picture of one pixel, as PNG. */
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

describe('an answer on its way', () => {
  test('CHAT-1.stop: is kept as far as it had come, with its citations, when it is stopped', async () => {
    const stopped = Promise.withResolvers<void>()
    const provider = await provide((request) =>
      openAiChatAnswer({
        text: [`It is 14 metres deep [${depthSource(request)}]. `, 'And then', ' more'],
        afterPiece: (sent) => (sent === 2 ? stopped.promise : Promise.resolve()),
      }),
    )
    const events = await shared.client.chat.ask({ question, libraries: [library], model: provider.model })
    const before = await readUntil(events, (event) => event.type === 'text-delta' && event.text.includes('deep'))
    const start = before.find((event) => event.type === 'answer-start')
    const messageId = start?.messageId ?? ''
    await shared.client.chat.stop({ messageId })
    const rest = []
    for await (const event of events) rest.push(event)
    const { answer, conversationId } = toAnswer([...before, ...rest])
    expect(answer.generation).toMatchObject({ ended: 'stopped', choice: { model: provider.model } })
    expect(answer.generation?.callIds).toHaveLength(1)
    expect(answer.sentences[0]).toMatchObject({ citations: [0], support: 'supported' })
    const { messages } = await shared.client.chat.conversations.get({ conversationId })
    expect(messages.at(-1)).toMatchObject({ state: 'complete', text: answer.answer })
    // Nothing happens to one that has ended; one that never was is missed.
    await shared.client.chat.stop({ messageId })
    await expect(shared.client.chat.stop({ messageId: unknownId })).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' })
    stopped.resolve()
  })

  test('CHAT-1.stop: is kept when its reader goes away', async () => {
    const gone = Promise.withResolvers<void>()
    const provider = await provide(() =>
      openAiChatAnswer({ text: ['The first words', ' and others'], afterPiece: () => gone.promise }),
    )
    const leaving = new AbortController()
    const input = { question, libraries: [library], model: provider.model }
    const events = await shared.client.chat.ask(input, { signal: leaving.signal })
    const read = await readUntil(events, ({ type }) => type === 'text-delta')
    const start = read.find((event) => event.type === 'answer-start')
    const { conversationId = '', messageId = '' } = start ?? {}
    leaving.abort()
    // Resolves when what had arrived is kept.
    await shared.client.chat.stop({ messageId })
    const { messages } = await shared.client.chat.conversations.get({ conversationId })
    expect(messages.at(-1)).toMatchObject({
      ...{ state: 'complete', text: 'The first words' },
      answer: { generation: { ended: 'stopped' } },
    })
    gone.resolve()
  })

  test('CHAT-9.side-by-side: is written beside those of other models to the same question', async () => {
    // Catches an answer that waits for another, or is written into the other's place.
    const both = Promise.withResolvers<void>()
    const answering = (text: string) => () =>
      openAiChatAnswer({ text: [text, ' And so on.'], afterPiece: () => both.promise })
    const [one, other] = [await provide(answering('One.')), await provide(answering('Other.'))]
    const first = await shared.client.chat.ask({ question, libraries: [library], model: one.model })
    const begun = await readUntil(first, ({ type }) => type === 'text-delta')
    const start = begun.find((event) => event.type === 'answer-start')
    const { conversationId = '', questionId = '' } = start ?? {}
    const second = await shared.client.chat.answerAgain({ conversationId, questionId, model: other.model })
    const begunToo = await readUntil(second, ({ type }) => type === 'text-delta')
    both.resolve()
    const rest = await Promise.all([first, second].map((events) => Array.fromAsync(events)))
    const answers = [toAnswer([...begun, ...(rest[0] ?? [])]), toAnswer([...begunToo, ...(rest[1] ?? [])])]
    expect(answers.map(({ text }) => text)).toEqual(['One. And so on.', 'Other. And so on.'])
    const { messages } = await shared.client.chat.conversations.get({ conversationId })
    expect(messages.slice(1).map(({ parentId, model, text }) => ({ parentId, model, text }))).toEqual([
      { parentId: questionId, model: one.model, text: 'One. And so on.' },
      { parentId: questionId, model: other.model, text: 'Other. And so on.' },
    ])
  })

  test('is asked for no longer when its conversation is deleted', async () => {
    // Catches a model that goes on, and is paid, for nobody.
    const gone = Promise.withResolvers<void>()
    const provider = await provide(() =>
      openAiChatAnswer({ text: ['The first words', ' and others'], afterPiece: () => gone.promise }),
    )
    const events = await shared.client.chat.ask({ question, libraries: [library], model: provider.model })
    const read = await readUntil(events, ({ type }) => type === 'text-delta')
    const { conversationId = '' } = read.find((event) => event.type === 'answer-start') ?? {}
    await shared.client.chat.conversations.delete({ conversationId })
    expect(await provider.asked()[0]?.ended).toBe('left')
    expect((await Array.fromAsync(events)).at(-1)).toMatchObject({
      ...{ type: 'answer-end', answer: { generation: { ended: 'stopped' } } },
    })
    gone.resolve()
  })
})

describe('a conversation', () => {
  test('CHAT-1.retry: CHAT-1.edit: CHAT-1.branch: has branches, each with its own past', async () => {
    const provider = await provide((_request, index) => openAiChatAnswer({ text: `Answer ${index}.` }))
    const common = { libraries: [library], model: provider.model }
    const first = await ask(shared.client, { ...common, question })
    const { conversationId } = first
    const second = await ask(shared.client, { ...common, conversationId, question: 'How many cranes are there?' })
    const retried = await readAnswer(
      await shared.client.chat.answerAgain({ conversationId, questionId: second.questionId }),
    )
    const edited = await ask(shared.client, {
      ...common,
      ...{ conversationId, question: 'How many ships are there?', parentId: first.messageId },
    })
    const { messages, conversation } = await shared.client.chat.conversations.get({ conversationId })
    const parents = messages.map(({ id, parentId }) => [id, parentId])
    expect(parents).toEqual([
      [first.questionId, null],
      [first.messageId, first.questionId],
      [second.questionId, first.messageId],
      [second.messageId, second.questionId],
      [retried.messageId, second.questionId],
      [edited.questionId, first.messageId],
      [edited.messageId, edited.questionId],
    ])
    expect(conversation.headId).toBe(edited.messageId)
    // The branch that is shown is the one that goes on.
    await shared.client.chat.conversations.configure({ conversationId, headId: retried.messageId })
    await ask(shared.client, { ...common, conversationId, question: 'How many ships are there in the harbour?' })
    const texts = told(provider.asked().at(-1)).slice(1, -1)
    expect(texts.map(({ text }) => text)).toEqual([
      ...[question, 'Answer 0.'],
      ...['How many cranes are there?', 'Answer 2.'],
    ])
    await expect(
      ask(shared.client, { ...common, conversationId, question, parentId: unknownId }),
    ).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' })
  })

  test('CHAT-3.attach: gives a model the files of its questions, and takes them with it when it goes', async () => {
    const provider = await provide(() => openAiChatAnswer({ text: 'The code is 4711.' }))
    const file = new File(['The door code is 4711.\n'], 'code.txt', { type: 'text/plain' })
    const attachment = await shared.client.chat.attach({ file })
    expect(attachment).toMatchObject({ name: 'code.txt', kind: 'text', bytes: 23 })
    expect(attachment.tokens).toBeGreaterThan(3)
    const asked = { question: 'What is the door code?', libraries: ['harbour'], model: provider.model }
    const { conversationId, answer } = await ask(shared.client, { ...asked, attachments: [attachment.id] })
    expect(told(provider.asked()[0]).at(-1)?.text).toContain('[file] code.txt\n> The door code is 4711.')
    // What a file says supports a sentence, and is not cited.
    expect(answer.sentences).toMatchObject([{ citations: [], support: 'supported' }])
    await ask(shared.client, { conversationId, question: 'And again?', model: provider.model })
    expect(told(provider.asked()[1])[1]?.text).toContain('> The door code is 4711.')
    const { messages } = await shared.client.chat.conversations.get({ conversationId })
    expect(messages[0]?.attachments).toEqual([attachment])
    await shared.client.chat.conversations.delete({ conversationId })
    await expect(ask(shared.client, { ...asked, attachments: [attachment.id] })).rejects.toMatchObject({
      code: 'ATTACHMENT_NOT_FOUND',
    })
    const broken = new File([new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d])], 'broken.pdf')
    await expect(shared.client.chat.attach({ file: broken })).rejects.toMatchObject({ code: 'ATTACHMENT_UNREADABLE' })
  })

  test('CHAT-3.attach: sends pictures to models that see, and what stands in them to others', async () => {
    // Catches a question that fails because a model sees nothing.
    const picture = new File([Buffer.from(onePixel, 'base64')], 'pixel.png')
    await shared.client.settings.update({ changes: [{ setting: 'ingest.ocr', value: false }] })
    const attachment = await shared.client.chat.attach({ file: picture })
    await shared.client.settings.update({ changes: [{ setting: 'ingest.ocr', value: null }] })
    expect(attachment).toMatchObject({ kind: 'image', mediaType: 'image/png', tokens: null })
    const answers = () => openAiChatAnswer({ text: 'A pixel.' })
    const seeing = await provide(answers, { models: ['gpt-4o'] })
    const blind = await provide((request) =>
      request.body.includes('image_url') ? openAiErrorAnswer(400, { message: 'no images' }) : answers(),
    )
    const asked = { question, libraries: [library], attachments: [attachment.id] }
    await ask(shared.client, { ...asked, model: seeing.model })
    expect(seeing.asked()[0]?.body).toContain(`data:image/png;base64,${onePixel}`)
    const { answer } = await ask(shared.client, { ...asked, model: blind.model })
    expect(answer.answer).toBe('A pixel.')
    expect(told(blind.asked().at(-1)).at(-1)?.text).toContain('[file] pixel.png')
  })

  test('keeps its words from models elsewhere when its library is to', async () => {
    // Catches an earlier answer that takes them along into a question to another library.
    for (const { name } of await shared.client.providers.list()) await shared.client.providers.remove({ name })
    const here = await provide(() => openAiChatAnswer({ text: 'It is 3 metres deep [1].' }))
    await shared.client.providers.add({
      name: 'far',
      kind: 'openai-compatible',
      url: 'https://models.invalid',
      key: 'k',
    })
    await shared.client.libraries.create({ name: 'private' })
    const text = 'The basin of the private harbour is 3 metres deep.\n'
    await addText(shared.client, 'private', { name: 'p.md', text })
    await shared.client.libraries.configure({ library: 'private', localOnly: true })
    const far = { question, model: 'far/any' }
    const stays = { model: here.model, reason: 'local-only' }
    const first = await ask(shared.client, { ...far, libraries: ['private'] })
    // All libraries: that one is among them.
    const ofAll = await ask(shared.client, far)
    const { conversationId } = first
    const later = await ask(shared.client, { ...far, conversationId, libraries: [library] })
    for (const { answer } of [first, ofAll, later]) expect(answer.generation?.choice).toMatchObject(stays)
    await shared.client.providers.remove({ name: here.name })
    const input = { ...far, conversationId, libraries: [library] }
    await expect(ask(shared.client, input)).rejects.toMatchObject({ code: 'LOCAL_ONLY' })
  })
})
