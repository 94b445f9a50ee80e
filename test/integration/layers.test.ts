import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { modulesFolder, root } from '../../build/launch/paths.mjs'
import { checkLayers } from '../../build/verify/layers.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The architecture's table, written a second time on purpose: a slip in the rules shows as a difference. */
const table = `
  contract:
  domain:           contract
  engine/store:     contract domain
  engine/telemetry: contract domain
  engine/net:       contract domain engine/telemetry
  engine/vectors:   contract domain engine/telemetry
  engine/jobs:      contract domain engine/store engine/telemetry
  engine/inference: contract domain engine/net engine/telemetry
  engine/usage:     contract domain engine/store engine/jobs engine/inference engine/telemetry
  engine/privacy:   contract domain engine/store engine/net engine/telemetry
  engine/ingest:    contract domain engine/store engine/jobs engine/vectors engine/usage engine/privacy engine/net engine/telemetry
  engine/retrieval: contract domain engine/store engine/vectors engine/usage engine/privacy engine/telemetry
  engine/tools:     contract domain engine/store engine/retrieval engine/usage engine/privacy engine/net engine/telemetry
  engine/agents:    contract domain engine/store engine/jobs engine/retrieval engine/tools engine/usage engine/privacy engine/telemetry
  engine/sync:      contract domain engine/store engine/jobs engine/net engine/privacy engine/telemetry
  engine/handlers:  contract domain engine/*
  hosts:            contract
  main:             contract hosts
  headless:         contract hosts
  preload:          contract hosts
  renderer:         contract domain
  tenant:           contract domain engine/inference engine/net engine/telemetry`

const rooms = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/[:\s]+/))
    .map(([room = '', ...allowed]) => [room, allowed.filter((name) => name !== '')] as const),
)

const mayImport = (from: string, to: string) =>
  from === to || (rooms.get(from) ?? []).some((allowed) => allowed === to || to.startsWith(allowed.replace('*', '')))

/** Packages that speak to models: whoever could import one could ask a model past the ledger. */
const modelPackages = ['node-llama-cpp', 'openai', '@anthropic-ai/sdk']
const packages = [
  ...['zod', '@orpc/contract', 'electron', 'better-sqlite3-multiple-ciphers', 'usearch', 'undici'],
  ...modelPackages,
]

const manifest = {
  dependencies: Object.fromEntries([...packages, 'fastify'].map((name) => [name, '1.0.0'])),
  devDependencies: { react: '1.0.0', vitest: '1.0.0' },
}

let folder: string | undefined

afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true })
  folder = undefined
})

/** Writes a project of its own, with packages that are there in name only, and checks it. */
async function violationsOf(files: Record<string, string>): Promise<readonly string[]> {
  folder = mkdtempSync(join(tmpdir(), 'diwan-layers-'))
  const installed = [...packages, 'fastify', 'react', 'vitest', 'undeclared'].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
    [`node_modules/${name}/index.js`, 'module.exports = {}'],
  ])
  const everything = [...installed, ['package.json', JSON.stringify(manifest)], ...Object.entries(files)]
  for (const [path = '', text = ''] of everything) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const { modules, violations } = await checkLayers(folder)
  expect(modules).toBeGreaterThan(0)
  return violations
}

const leaf = 'export const leaf = 1\n'
/** `from` is two folders deep for engine rooms, one for the others. */
const pathTo = (from: string, to: string) => `${from.startsWith('engine/') ? '../../' : '../'}${to}`
const importOf = (name: string) => `import '${name}'\n`

test('every room that imports one that the table does not give it is found, and no other', async () => {
  const names = [...rooms.keys()]
  // The preload script may take types from the contract; that code may not come with them is a rule of its own.
  const line = (from: string, to: string) =>
    `import ${from === 'preload' && to === 'contract' ? 'type ' : ''}{ leaf } from '${pathTo(from, to)}/leaf.ts'\n`
  const files = names.flatMap((from) => [
    [`src/${from}/leaf.ts`, leaf],
    [
      `src/${from}/from.ts`,
      names
        .filter((to) => to !== from)
        .map((to) => line(from, to))
        .join(''),
    ],
  ])
  const expected = names.flatMap((from) =>
    names
      .filter((to) => !mayImport(from, to))
      .map((to) => `room-${from.replace('/', '-')}: src/${from}/from.ts → src/${to}/leaf.ts`),
  )
  // Who may reach models is narrower than the table, and has a test of its own.
  const found = (await violationsOf(Object.fromEntries(files))).filter((each) => !each.startsWith('priced-models-only'))
  expect(found).toEqual(expected.sort())
})

test('the engine is reached from one file of each host, and from no other', async () => {
  const engine = (path: string) => `import { leaf } from '${path}'\nexport const used = leaf\n`
  expect(
    await violationsOf({
      'src/engine/engine.ts': `${leaf}import './store/leaf.ts'\nimport '../hosts/leaf.ts'\n`,
      'src/engine/store/leaf.ts': leaf,
      'src/hosts/leaf.ts': leaf,
      'src/main/leaf.ts': leaf,
      'src/main/engine-process.ts':
        engine('../engine/engine.ts') + importOf('./leaf.ts') + importOf('../engine/store/leaf.ts'),
      'src/headless/engine-host.ts': engine('../engine/engine.ts') + engine('../engine/store/leaf.ts'),
      'src/main/main.ts': engine('../engine/engine.ts'),
      'src/headless/cli.ts': engine('../engine/engine.ts'),
      'src/renderer/view.tsx': engine('../engine/engine.ts'),
    }),
  ).toEqual([
    'file-engine-engine: src/engine/engine.ts → src/hosts/leaf.ts',
    'file-headless-engine-host: src/headless/engine-host.ts → src/engine/store/leaf.ts',
    'file-main-engine-process: src/main/engine-process.ts → src/engine/store/leaf.ts',
    'room-headless: src/headless/cli.ts → src/engine/engine.ts',
    'room-main: src/main/main.ts → src/engine/engine.ts',
    'room-renderer: src/renderer/view.tsx → src/engine/engine.ts',
  ])
})

test('packages, Node built-ins and Electron are found where they do not belong', async () => {
  expect(
    await violationsOf({
      'src/contract/a.ts': importOf('zod') + importOf('@orpc/contract') + importOf('fastify'),
      'src/contract/b.ts': importOf('node:fs'),
      'src/domain/a.ts': importOf('zod') + importOf('node:path'),
      'src/renderer/a.tsx': importOf('react') + importOf('node:crypto'),
      'src/preload/a.ts': importOf('electron') + importOf('node:fs'),
      'src/main/a.ts': importOf('electron'),
      'src/headless/a.ts': `import type { leaf } from 'electron'\n${importOf('fastify')}`,
      'src/headless/b.ts': importOf('electron'),
      'src/hosts/a.ts': `const electron = await import('electron')\nexport const found = electron\n`,
      'src/engine/store/a.ts': importOf('better-sqlite3-multiple-ciphers'),
      'src/engine/jobs/a.ts': importOf('better-sqlite3-multiple-ciphers') + importOf('usearch'),
      'src/engine/vectors/a.ts': importOf('usearch'),
      'src/engine/agents/a.ts': importOf('node-llama-cpp'),
      'src/engine/net/a.ts': importOf('undeclared') + importOf('react'),
    }),
  ).toEqual([
    'contract-packages: src/contract/a.ts → node_modules/fastify/index.js',
    'declared-packages: src/engine/net/a.ts → node_modules/undeclared/index.js',
    'domain-packages: src/domain/a.ts → node_modules/zod/index.js',
    'electron: src/headless/b.ts → node_modules/electron/index.js',
    'electron: src/hosts/a.ts → node_modules/electron/index.js',
    'no-node-built-ins: src/contract/b.ts → fs',
    'no-node-built-ins: src/domain/a.ts → path',
    'no-node-built-ins: src/preload/a.ts → fs',
    'no-node-built-ins: src/renderer/a.tsx → crypto',
    'package-better-sqlite3-multiple-ciphers: src/engine/jobs/a.ts → node_modules/better-sqlite3-multiple-ciphers/index.js',
    'package-node-llama-cpp: src/engine/agents/a.ts → node_modules/node-llama-cpp/index.js',
    'package-usearch: src/engine/jobs/a.ts → node_modules/usearch/index.js',
    'run-time-packages: src/engine/net/a.ts → node_modules/react/index.js',
  ])
})

// Would catch a call that no budget sees: a room, a handler or the engine itself that opens a model, or asks a provider's SDK.
test('MOD-1.compatible: only usage and the tenant reach models, and only inference the packages that speak to them', async () => {
  const doors = ['inference.ts', 'remote-language.ts', 'adapters/openai/openai-model.ts', 'local/open-local-model.ts']
  const atDepth = (file: string) => '../'.repeat(file.split('/').length - 2)
  const opener = (file: string) => doors.map((door) => importOf(`${atDepth(file)}engine/inference/${door}`)).join('')
  const asker = modelPackages.map(importOf).join('')
  const rooms = [
    'handlers',
    'ingest',
    'retrieval',
    'tools',
    'agents',
    'store',
    'jobs',
    'privacy',
    'sync',
    'vectors',
    'net',
  ]
  const outside = [
    ...rooms.map((room) => `src/engine/${room}/a.ts`),
    'src/domain/a.ts',
    'src/hosts/a.ts',
    'src/renderer/a.tsx',
  ]
  const allowed = ['src/engine/inference/own.ts', 'src/engine/usage/a.ts', 'src/tenant/a.ts']
  const violations = await violationsOf({
    ...Object.fromEntries(doors.map((door) => [`src/engine/inference/${door}`, leaf])),
    ...Object.fromEntries([...outside, ...allowed].map((file) => [file, opener(file)])),
    'src/engine/engine.ts': opener('src/engine/engine.ts'),
    // Types, and imports at run time, are no way around it.
    'src/engine/retrieval/b.ts': `import type { leaf } from '../inference/inference.ts'\nexport type Leaf = typeof leaf\n`,
    'src/engine/handlers/b.ts': `export const open = () => import('../inference/adapters/openai/openai-model.ts')\n`,
    'src/engine/usage/b.ts': asker,
    'src/engine/tools/b.ts': `export const ask = () => import('openai')\n`,
    'src/engine/agents/b.ts': `import type { leaf } from '@anthropic-ai/sdk'\nexport type Leaf = typeof leaf\n`,
    'src/headless/b.ts': asker,
    'src/engine/inference/adapters/own.ts': asker,
  })
  const reached = violations.filter((each) => each.startsWith('priced-models-only'))
  expect(reached).toEqual(
    [
      ...outside.flatMap((file) => doors.map((door) => `priced-models-only: ${file} → src/engine/inference/${door}`)),
      'priced-models-only: src/engine/retrieval/b.ts → src/engine/inference/inference.ts',
      'priced-models-only: src/engine/handlers/b.ts → src/engine/inference/adapters/openai/openai-model.ts',
    ].sort(),
  )
  expect(violations.filter((each) => each.startsWith('models-by-one-door'))).toEqual(
    doors
      .filter((door) => door !== 'inference.ts')
      .map((door) => `models-by-one-door: src/engine/engine.ts → src/engine/inference/${door}`)
      .sort(),
  )
  const packagesOf = (file: string, names: readonly string[]) =>
    names.map((name) => `package-${name.replace(/[@/]/g, '-')}: ${file} → node_modules/${name}/index.js`)
  expect(violations.filter((each) => each.startsWith('package-'))).toEqual(
    [
      ...packagesOf('src/engine/usage/b.ts', modelPackages),
      ...packagesOf('src/headless/b.ts', modelPackages),
      ...packagesOf('src/engine/tools/b.ts', ['openai']),
      ...packagesOf('src/engine/agents/b.ts', ['@anthropic-ai/sdk']),
    ].sort(),
  )
})

test('MOD-5.offline: no room of the engine but one has a way out, by a package, by Node or by what is global', async () => {
  expect(
    await violationsOf({
      'src/engine/net/a.ts': importOf('undici') + importOf('node:net') + importOf('node:dns/promises'),
      'src/engine/inference/a.ts': `import type { leaf } from 'undici'\n`,
      'src/engine/tools/a.ts': ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'dns/promises']
        .map((name) => importOf(`node:${name}`))
        .join(''),
      'src/engine/tools/a.test.ts': importOf('node:http'),
      'src/headless/a.ts': importOf('node:http'),
    }),
  ).toEqual([
    'one-way-out: src/engine/tools/a.ts → dgram',
    'one-way-out: src/engine/tools/a.ts → dns',
    'one-way-out: src/engine/tools/a.ts → dns/promises',
    'one-way-out: src/engine/tools/a.ts → http',
    'one-way-out: src/engine/tools/a.ts → http2',
    'one-way-out: src/engine/tools/a.ts → https',
    'one-way-out: src/engine/tools/a.ts → net',
    'one-way-out: src/engine/tools/a.ts → tls',
    'package-undici: src/engine/inference/a.ts → node_modules/undici/index.js',
  ])

  const project = temporaryFolder()
  const calls = `export const asked = [fetch('a'), new WebSocket('b'), new EventSource('c')]\n`
  for (const room of ['net', 'tools']) {
    mkdirSync(join(project, 'src/engine', room), { recursive: true })
    writeFileSync(join(project, 'src/engine', room, 'a.ts'), calls)
  }
  copyFileSync(join(root, 'biome.json'), join(project, 'biome.json'))
  const command = [join(modulesFolder, '@biomejs/biome/bin/biome'), 'lint', '--vcs-enabled=false', 'src']
  const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: project, encoding: 'utf8' })
  const complaints = [...`${stdout}${stderr}`.matchAll(/^(\S+):\d+:\d+ lint\/style\/noRestrictedGlobals/gm)]
  expect(complaints.map(([, file]) => file)).toEqual(Array(3).fill('src/engine/tools/a.ts'))
})

test('cycles, new rooms, adapters, code in the preload script and ways out of src are found', async () => {
  expect(
    await violationsOf({
      'src/domain/one.ts': `import type { Two } from './two.ts'\nexport type One = Two | 1\n`,
      'src/domain/two.ts': `import type { One } from './one.ts'\nexport type Two = One | 2\n`,
      'src/utilities/leaf.ts': leaf,
      'src/helpers/used.ts': leaf,
      'src/hosts/c.ts': importOf('../helpers/used.ts'),
      'src/engine/helper.ts': `import '../domain/one.ts'\n`,
      'src/engine/inference/adapters/openai.ts': leaf,
      'src/engine/inference/catalogue.ts': importOf('./adapters/openai.ts'),
      'src/engine/usage/metered.ts': importOf('../inference/adapters/openai.ts'),
      'src/engine/handlers/chat.ts': importOf('../inference/adapters/openai.ts'),
      'src/contract/channel.ts': leaf,
      'src/preload/preload.ts': importOf('../contract/channel.ts'),
      'src/hosts/a.ts': importOf('../../test/support/fixture.ts') + importOf('./missing.ts'),
      'src/hosts/a.test.ts': importOf('vitest') + importOf('../../test/support/fixture.ts') + importOf('node:fs'),
      'src/hosts/b.ts': importOf('./a.test.ts'),
      'src/domain/one.test.ts': importOf('../engine/usage/metered.ts'),
      'test/support/fixture.ts': leaf,
    }),
  ).toEqual([
    'closed-rooms-alone: src/utilities/leaf.ts → src/utilities/leaf.ts',
    'closed-rooms-from: src/engine/helper.ts → src/domain/one.ts',
    'closed-rooms-to: src/hosts/c.ts → src/helpers/used.ts',
    'no-cycles: src/domain/one.ts → src/domain/two.ts',
    'no-test-imports: src/hosts/a.ts → test/support/fixture.ts',
    'no-test-imports: src/hosts/b.ts → src/hosts/a.test.ts',
    'outside: src/hosts/a.ts → test/support/fixture.ts',
    'preload-types-only: src/preload/preload.ts → src/contract/channel.ts',
    'priced-models-only: src/engine/handlers/chat.ts → src/engine/inference/adapters/openai.ts',
    'room-domain: src/domain/one.test.ts → src/engine/usage/metered.ts',
    'room-hosts: src/hosts/c.ts → src/helpers/used.ts',
    'unresolved: src/hosts/a.ts → ./missing.ts',
  ])
})
