import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRetrieval, type Retrieval } from '../../src/engine/retrieval/retrieval.ts'
import { addDocuments, createLibrary, openTestStore, type TestStore } from '../support/library.ts'

let opened: TestStore
let retrieval: Retrieval
let library: string

const contract = `Der Verwalter informiert alle Bewohner rechtzeitig. Die Mietverträge können mit einer Frist von drei Monaten
gekündigt werden. Die Schlüssel werden im Büro zurückgegeben. Das Treppenhaus wird einmal in der Woche gereinigt.`
const database = '我们每天备份所有的文件。数据库索引可以大大加快查询的速度。服务器放在地下室里。'
const letter = 'وصل المدير إلى المكتب مبكرا. وقّعت الشركة العقود مع المورّدين في القاهرة. ثم عاد الجميع إلى بيوتهم.'
const engine = 'The engine was tested in the tunnel. The wings were measured twice. The report is kept in the archive.'

beforeAll(async () => {
  opened = await openTestStore()
  retrieval = createRetrieval(opened)
  library = (await createLibrary(opened.store, 'languages')).id
  await addDocuments(opened.store, library, [
    { name: 'vertrag', text: contract.replaceAll('\n', ' ') },
    { name: 'shujuku', text: database },
    { name: 'risala', text: letter },
    { name: 'engine', text: engine },
  ])
})
afterAll(() => opened[Symbol.asyncDispose]())

// Would catch sentences that are chosen by English stems: the passage is found, and the wrong sentence of it quoted.
test.each([
  ['Welche Fristen gelten für die Kündigung eines Mietvertrags?', 'drei Monaten'],
  ['怎样加快数据库查询？', '大大加快查询的速度'],
  ['شركات وقعت العقد', 'المورّدين'],
  ['How was a wing measured?', 'wings were measured'],
])('RET-10.quoted: %s is answered with the sentence that says it', async (question, said) => {
  const answer = await retrieval.answer({ question, libraries: [library], passages: 1 })
  expect(answer.mode).toBe('extractive')
  expect(answer.sentences[0]?.text).toContain(said)
})

test('RET-7.scores: an explanation counts the inflections of a word in its own language', async () => {
  const { passages } = await retrieval.search({ query: 'Mietvertrag', libraries: [library], limit: 5, group: 'none' })
  const documentId = passages[0]?.documentId ?? ''
  const { chunks } = await retrieval.explain({ query: 'Mietvertrag', libraries: [library], documentId })
  expect(chunks[0]?.terms.map(({ text, occurrences }) => [text, occurrences])).toEqual([['Mietvertrag', 1]])
})
