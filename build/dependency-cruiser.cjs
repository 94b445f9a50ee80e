/**
 * Who may import whom: the table of the architecture, and nothing beside it. A room imports itself, the rooms named here,
 * and packages; everything else is an error. A new room needs a dated decision in docs/decisions/.
 */
const rooms = {
  contract: [],
  domain: ['contract'],
  'engine/store': ['contract', 'domain'],
  'engine/telemetry': ['contract', 'domain'],
  'engine/net': ['contract', 'domain', 'engine/telemetry'],
  'engine/vectors': ['contract', 'domain', 'engine/telemetry'],
  'engine/jobs': ['contract', 'domain', 'engine/store', 'engine/telemetry'],
  'engine/inference': ['contract', 'domain', 'engine/net', 'engine/telemetry'],
  'engine/usage': ['contract', 'domain', 'engine/store', 'engine/jobs', 'engine/inference', 'engine/telemetry'],
  'engine/privacy': ['contract', 'domain', 'engine/store', 'engine/net', 'engine/telemetry'],
  'engine/ingest': [
    'contract',
    'domain',
    'engine/store',
    'engine/jobs',
    'engine/vectors',
    'engine/usage',
    'engine/privacy',
    'engine/net',
    'engine/telemetry',
  ],
  'engine/retrieval': [
    'contract',
    'domain',
    'engine/store',
    'engine/vectors',
    'engine/usage',
    'engine/privacy',
    'engine/telemetry',
  ],
  'engine/tools': [
    'contract',
    'domain',
    'engine/store',
    'engine/retrieval',
    'engine/usage',
    'engine/privacy',
    'engine/net',
    'engine/telemetry',
  ],
  'engine/agents': [
    'contract',
    'domain',
    'engine/store',
    'engine/jobs',
    'engine/retrieval',
    'engine/tools',
    'engine/usage',
    'engine/privacy',
    'engine/telemetry',
  ],
  'engine/sync': [
    'contract',
    'domain',
    'engine/store',
    'engine/jobs',
    'engine/net',
    'engine/privacy',
    'engine/telemetry',
  ],
  'engine/handlers': ['contract', 'domain', 'engine'],
  hosts: ['contract'],
  main: ['contract', 'hosts'],
  headless: ['contract', 'hosts'],
  preload: ['contract', 'hosts'],
  renderer: ['contract', 'domain'],
  tenant: ['contract', 'domain', 'engine/inference', 'engine/net', 'engine/telemetry'],
}

/** The files outside any room's folder, or with a wider view than their room. */
const files = {
  'engine/engine.ts': ['contract', 'domain', 'engine'],
  'main/engine-process.ts': ['main', 'contract', 'hosts', 'engine/engine.ts'],
  'headless/engine-host.ts': ['headless', 'contract', 'hosts', 'engine/engine.ts'],
}

/** Packages with one importing room, types included: native modules above all. */
const packageOwners = {
  'better-sqlite3-multiple-ciphers': 'engine/store',
  'better-sqlite3': 'engine/store',
  '@parcel/watcher': 'engine/ingest',
  '@orama/stemmers': 'engine/store',
  usearch: 'engine/vectors',
  'onnxruntime-node': 'engine/inference',
  '@huggingface/transformers': 'engine/inference',
  'node-llama-cpp': 'engine/inference',
  undici: 'engine/net',
  'pac-resolver': 'engine/net',
  openai: 'engine/inference',
  '@anthropic-ai/sdk': 'engine/inference',
}

const tests = '\\.test\\.tsx?$'
const escaped = (text) => text.replace(/[.]/g, '\\.')
/** `engine/store` is a folder, `engine/engine.ts` a file. */
const pathOf = (room) => `^src/${escaped(room)}${room.endsWith('.ts') ? '$' : '/'}`
const packageAt = (name) => `(^|/)node_modules/(@types/)?${escaped(name)}/`
const exceptions = Object.keys(files).map(pathOf)
const everyRoom = [...Object.keys(rooms), ...Object.keys(files)].map(pathOf)
/** Rooms that run anywhere, or in a page: no Node built-in exists there. */
const withoutNode = ['contract', 'domain', 'renderer', 'preload'].map(pathOf)
const inNode = ['contract', 'domain', 'engine', 'hosts', 'main', 'headless', 'tenant'].map(pathOf)

const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const roomRules = Object.entries(rooms).map(([room, allowed]) =>
  error(
    `room-${room.replace('/', '-')}`,
    `${room} may import ${allowed.join(', ') || 'no other room'}.`,
    { path: pathOf(room), pathNot: exceptions },
    { path: '^src/', pathNot: [room, ...allowed].map(pathOf) },
  ),
)

const fileRules = Object.entries(files).map(([file, allowed]) =>
  error(
    `file-${file.replace('/', '-').replace('.ts', '')}`,
    `${file} may import ${allowed.join(', ')}.`,
    { path: pathOf(file) },
    { path: '^src/', pathNot: allowed.map(pathOf) },
  ),
)

const ownerRules = Object.entries(packageOwners).map(([name, room]) =>
  error(
    `package-${name.replace(/[@/]/g, '-')}`,
    `${name} is imported in ${room} only.`,
    { path: '^src/', pathNot: pathOf(room) },
    { path: packageAt(name) },
  ),
)

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...roomRules,
    ...fileRules,
    ...ownerRules,
    error('closed-rooms-from', 'A file in no known room.', { path: '^src/', pathNot: everyRoom }, {}),
    error('closed-rooms-to', 'A file in no known room.', {}, { path: '^src/', pathNot: everyRoom }),
    error('closed-rooms-alone', 'A file in no known room.', { orphan: true, path: '^src/', pathNot: everyRoom }, {}),
    error(
      'outside',
      'Source imports source, resources and packages.',
      { path: '^src/', pathNot: tests },
      { pathNot: ['^src/', '^resources/', '(^|/)node_modules/'], dependencyTypesNot: ['core'], couldNotResolve: false },
    ),
    error('unresolved', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    error('no-cycles', 'No import cycles, of types neither.', {}, { circular: true }),
    error('no-test-imports', 'Tests are not imported.', { path: '^src/', pathNot: tests }, { path: [tests, '^test/'] }),
    error(
      'priced-models-only',
      'Only usage reaches a model, so no call goes unpriced; the tenant meters its own. The engine puts the two together.',
      { path: '^src/', pathNot: ['engine/inference', 'engine/usage', 'engine/engine.ts', 'tenant'].map(pathOf) },
      { path: pathOf('engine/inference') },
    ),
    error(
      'models-by-one-door',
      'The engine makes the room of models, and opens none of them.',
      { path: pathOf('engine/engine.ts') },
      { path: pathOf('engine/inference'), pathNot: pathOf('engine/inference/inference.ts') },
    ),
    error(
      'one-way-out',
      'What the engine sends leaves by engine/net, where it is judged, logged, and kept back when offline.',
      { path: '^src/engine/', pathNot: [pathOf('engine/net'), tests] },
      { dependencyTypes: ['core'], path: '^(node:)?(http|https|http2|net|tls|dgram|dns|dns/promises)$' },
    ),
    error(
      'contract-packages',
      'The contract runs anywhere: zod and @orpc/contract only.',
      { path: pathOf('contract'), pathNot: tests },
      { path: '(^|/)node_modules/', pathNot: ['zod', '@orpc/contract'].map(packageAt) },
    ),
    error(
      'domain-packages',
      'The domain is pure rules: no packages.',
      { path: pathOf('domain'), pathNot: tests },
      { path: '(^|/)node_modules/' },
    ),
    error(
      'no-node-built-ins',
      'This room does not run in Node.',
      { path: withoutNode, pathNot: tests },
      { dependencyTypes: ['core'] },
    ),
    error(
      'preload-types-only',
      'preload takes types from the contract, and no code.',
      { path: pathOf('preload'), pathNot: tests },
      { path: pathOf('contract'), dependencyTypesNot: ['type-only'] },
    ),
    error(
      'electron',
      'Electron is imported at run time in main and preload only.',
      { pathNot: ['main', 'preload'].map(pathOf) },
      { path: packageAt('electron'), dependencyTypesNot: ['type-only'] },
    ),
    error(
      'declared-packages',
      'A package that package.json does not name.',
      { path: '^src/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-optional'] },
    ),
    error(
      'run-time-packages',
      'What Node imports when Diwan runs is a dependency, not a development dependency.',
      { path: inNode, pathNot: tests },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: [packageAt('electron'), '/@types/'] },
    ),
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    // Types count: a layer that only borrows types is still tied to what it borrows from.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'browser', 'types', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
}
