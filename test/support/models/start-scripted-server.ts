import { onTestFinished } from 'vitest'
import { openScriptedServer, type Script, type ScriptedServer } from './scripted-server.ts'

/** A scripted server until the running test ends. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const server = await openScriptedServer(script)
  onTestFinished(() => server[Symbol.asyncDispose]())
  return server
}
