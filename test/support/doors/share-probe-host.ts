import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { sendRequest } from '../http.ts'
import { startProbeServer } from './doors.ts'

type ProbeServer = Awaited<ReturnType<typeof startProbeServer>>

/** A host with a page of one script, for the tests of a file. */
export function shareProbeHost() {
  let folder: string
  let server: ProbeServer
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diwan-page-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Diwan</title>')
    await writeFile(join(folder, 'assets', 'index-1a2b.js'), 'export {}')
    server = await startProbeServer({ pageFolder: folder })
  })
  afterAll(async () => {
    await server.app.close()
    await rm(folder, { recursive: true })
  })
  return {
    get server() {
      return server
    },
    send: (path: string, options: Omit<Parameters<typeof sendRequest>[1], 'path'> = {}) =>
      sendRequest(server.address, { path, ...options }),
    /** The header of a program that has the token. */
    bearer: () => ({ authorization: `Bearer ${server.access.bearerToken}` }),
  }
}
