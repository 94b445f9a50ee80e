import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstLine, runCliHere, startCli } from '../support/cli.ts'
import { hostileQuestions as hostile, isQuestion, typedRefusals } from '../support/hostile-questions.ts'
import { sendRequest } from '../support/http.ts'

describe('questions that break searches, through the doors', () => {
  let root: string
  let data: string
  let child: ChildProcess
  let address: string
  let token: string
  let documentId: string

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'diwan-hostile-'))
    data = join(root, 'data')
    await writeFile(join(root, 'note.md'), '# Note\n\nThe kiln is fired to 1240 degrees.\n')
    child = startCli(['serve', '--port', '0', '--json', '--data', data])
    address = (JSON.parse(await firstLine(child)) as { address: string }).address
    token = (JSON.parse(readFileSync(join(data, 'host.json'), 'utf8')) as { token: string }).token
    await runCliHere(['ingest', '--library', 'notes', join(root, 'note.md'), '--data', data], { cwd: root })
    const { stdout } = await runCliHere(['document', 'list', '-l', 'notes', '--json', '--data', data], { cwd: root })
    documentId = (JSON.parse(stdout) as { items: { id: string }[] }).items[0]?.id ?? ''
  })
  afterAll(async () => {
    child.kill('SIGKILL')
    await rm(root, { recursive: true, force: true })
  })

  test('RET-1.keyword, RET-7.cut: over HTTP each is answered or refused with a typed error', async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const post = (path: string, body: object) =>
      sendRequest(address, { path: `/api${path}`, method: 'POST', headers, body: JSON.stringify(body) })
    const wrong: string[] = []
    for (const query of hostile) {
      for (const [path, body] of [
        ['/search', { query }],
        ['/search/explain', { query, documentId }],
      ] as const) {
        const answer = await post(path, body)
        const { code } = JSON.parse(answer.body) as { code?: string }
        const expected = isQuestion(query)
          ? answer.status === 200
          : answer.status === 400 && typedRefusals.has(code ?? '')
        if (!expected) wrong.push(`${path} ${answer.status} ${code} ${JSON.stringify(query).slice(0, 60)}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('RET-7.cut: at the command line each ends with an answer, or as not understood', async () => {
    const typeable = hostile.filter((text, place) => place % 6 === 0 && text.length < 10_000)
    for (const query of typeable) {
      for (const words of [['search'], ['explain', '--document', documentId]]) {
        const { code, stdout } = await runCliHere([...words, '--json', '--data', data, '--', query], { cwd: root })
        expect([query, code]).toEqual([query, isQuestion(query) ? 0 : 2])
        JSON.parse(stdout)
      }
    }
  })
})
