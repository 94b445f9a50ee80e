import { Settings } from '../../../src/contract/settings.ts'
import { createNet } from '../../../src/engine/net/net.ts'
import { createTelemetry } from '../../../src/engine/telemetry/telemetry.ts'

// Asks the address of the command line with and without the system's certificates, and says what came.

const network = Settings.parse({}).network
const net = createNet({
  telemetry: createTelemetry({ level: 'silent' }),
  version: 'test',
  settings: async () => network,
  judge: () => 'public',
  resolve: async () => [{ address: '127.0.0.2', family: 4 }],
})

async function ask(): Promise<string> {
  try {
    const call = { url: process.argv[2] ?? '', purpose: 'trial', totalMs: 20_000 }
    await using response = await net.fetch({ ...call, signal: new AbortController().signal })
    return `${response.status} ${Buffer.concat(await Array.fromAsync(response.body)).toString()}`
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

const { system } = (await net.state()).certificates
const trusting = await ask()
network.systemCertificates = false
const distrusting = await ask()
process.stdout.write(JSON.stringify({ system, trusting, distrusting }))
await net.close()
