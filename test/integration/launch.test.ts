import { type ChildProcess, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, type TestContext, test } from 'vitest'
import { root } from '../../build/launch/paths.mjs'

/**
 * The real launcher in a project of its own. Stand-ins are what it would wait for: an npm that "installs", a bundler that
 * "builds" a command line which tells how it was called. Both note that they ran.
 */
let folder: string
const children: ChildProcess[] = []

const cli = `
const [verb, ...rest] = process.argv.slice(2)
if (verb === 'exit') process.exit(Number(rest[0]))
if (verb === 'wait') {
  process.on('SIGTERM', () => { console.log('stopped politely'); process.exit(7) })
  console.log('waiting')
  setInterval(() => undefined, 1000)
} else console.log(JSON.stringify({ cwd: process.cwd(), args: process.argv.slice(2), node: process.execPath }))`

const bundler = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs')
appendFileSync('ran.log', 'build\\n')
console.log('bundling')
for (const name of ['node', 'preload', 'page']) mkdirSync('out/' + name, { recursive: true })
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
for (const name of ['node/main.js', 'preload/preload.cjs', 'page/index.html']) writeFileSync('out/' + name, '')
writeFileSync('out/node/cli.js', ${JSON.stringify(cli)})`

const lock = (version: string) => ({
  packages: {
    '': { name: 'trial' },
    'node_modules/node': { version },
    'node_modules/for-elsewhere': { version, optional: true },
  },
})

const npm = `#!${process.execPath}
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
appendFileSync('ran.log', 'npm ' + process.argv.slice(2).join(' ') + '\\n')
console.log('added packages')
if (process.argv[2] !== 'ci') process.exit(0)
rmSync('node_modules', { recursive: true, force: true })
mkdirSync('node_modules/node/bin', { recursive: true })
symlinkSync(${JSON.stringify(process.execPath)}, 'node_modules/node/bin/node')
writeFileSync('node_modules/node/package.json', JSON.stringify({ version: process.version.slice(1) }))
mkdirSync('node_modules/electron-vite/bin', { recursive: true })
copyFileSync('bundler.cjs', 'node_modules/electron-vite/bin/electron-vite.js')
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/node':
  JSON.parse(readFileSync('package-lock.json', 'utf8')).packages['node_modules/node'] } }))`

function write(path: string, content: string) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content, { mode: 0o755 })
}

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'diwan-launch-')))
  cpSync(join(root, 'build', 'launch'), join(folder, 'build', 'launch'), { recursive: true })
  cpSync(join(root, 'build', 'launch.mjs'), join(folder, 'build', 'launch.mjs'))
  write('package.json', JSON.stringify({ name: 'trial', type: 'module' }))
  write('package-lock.json', JSON.stringify(lock('1.0.0')))
  write('src/headless/cli.ts', '')
  write('bundler.cjs', bundler)
  write('bin/npm', npm)
})

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

type LaunchOptions = { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number }

function launch(args: string[], { cwd = folder, env = {}, ...user }: LaunchOptions = {}) {
  const { npm_execpath: _, npm_lifecycle_event: __, DISPLAY: ___, WAYLAND_DISPLAY: ____, ...inherited } = process.env
  const path = [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter)
  const child = spawn(process.execPath, [join(folder, 'build', 'launch.mjs'), ...args], {
    cwd,
    env: { ...inherited, PATH: path, ...env },
    ...user,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | NodeJS.Signals | null>((done) => child.on('close', (code, signal) => done(code ?? signal))),
  ]).then(([stdout, stderr, code]) => ({ stdout, stderr, code }))
  return { child, ended }
}

const installed =
  'npm ci --no-audit --no-fund --loglevel=error\nnpm install --no-save --no-audit --no-fund --loglevel=error\n'
const ran = () => (existsSync(join(folder, 'ran.log')) ? readFileSync(join(folder, 'ran.log'), 'utf8') : '')

test('a fresh clone installs, builds and runs once, and only the result is on standard output', async () => {
  mkdirSync(join(folder, 'below'))
  const first = await launch(['diwan', 'ask', '--json', 'a b'], { cwd: join(folder, 'below') }).ended
  expect({ code: first.code, stdout: JSON.parse(first.stdout) }).toEqual({
    code: 0,
    stdout: { cwd: join(folder, 'below'), args: ['ask', '--json', 'a b'], node: realpathSync(process.execPath) },
  })
  expect(first.stderr).toContain('added packages')
  expect(first.stderr).toContain('bundling')
  await launch(['diwan', 'ask']).ended
  expect(ran()).toBe(`${installed}build\n`)
})

test('a changed source is built again, a changed lock file is installed again, a changed test is neither', async () => {
  write('src/domain/rule.test.ts', '')
  await launch(['diwan', 'ask']).ended
  write('src/domain/rule.test.ts', 'changed')
  await launch(['diwan', 'ask']).ended
  write('src/domain/rule.ts', 'new')
  await launch(['diwan', 'ask']).ended
  write('package-lock.json', JSON.stringify(lock('1.0.1')))
  await launch(['diwan', 'ask']).ended
  expect(ran()).toBe(`${installed}build\nbuild\n${installed}build\n`)
})

test('of several started at once one installs and builds, and the lock of a dead one holds nobody up', async () => {
  write('out/.launch.lock', '999999999')
  const codes = await Promise.all(['a', 'b', 'c'].map(async (name) => (await launch(['diwan', name]).ended).code))
  expect({ codes, ran: ran() }).toEqual({
    codes: [0, 0, 0],
    ran: `${installed}build\n`,
  })
})

test('npm run names the folder where the person typed', async () => {
  const { stdout } = await launch(['diwan'], { env: { npm_lifecycle_event: 'diwan', INIT_CWD: tmpdir() } }).ended
  expect(JSON.parse(stdout).cwd).toBe(realpathSync(tmpdir()))
})

test('exit codes and signals pass through the launcher in both directions', async () => {
  expect((await launch(['diwan', 'exit', '3']).ended).code).toBe(3)
  const { child, ended } = launch(['diwan', 'wait'])
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ code: 7, stdout: 'waiting\nstopped politely\n' })
})

test('a failed installation ends with its reason and code 1, and is not taken for done', async () => {
  write('bin/npm', `#!${process.execPath}\nconsole.log('no network'); process.exit(9)`)
  const failed = await launch(['diwan', 'ask']).ended
  expect({ code: failed.code, stdout: failed.stdout }).toEqual({ code: 1, stdout: '' })
  expect(failed.stderr).toContain('npm ci failed with exit code 9')
  write('bin/npm', npm)
  expect((await launch(['diwan', 'ask']).ended).code).toBe(0)
})

test('an installation that was cut off before its second half is completed, not taken for done', async () => {
  // Catches packages that an older npm passed over and that nothing would ever fetch: the build fails for good.
  write(
    'bin/npm',
    npm.replace("if (process.argv[2] !== 'ci')", "if (process.argv[2] === 'install') process.exit(9)\nif (false)"),
  )
  expect((await launch(['diwan', 'ask']).ended).code).toBe(1)
  write('bin/npm', npm)
  rmSync(join(folder, 'ran.log'))
  expect((await launch(['diwan', 'ask']).ended).code).toBe(0)
  expect(ran()).toBe('npm install --no-save --no-audit --no-fund --loglevel=error\nbuild\n')
})

test('a launcher that is told to stop takes npm with it before it ends', async () => {
  // Catches a second launcher that installs beside the npm which the first one left behind.
  const slow =
    "process.on('SIGTERM', () => setTimeout(() => { appendFileSync('ran.log', 'npm gone\\n'); process.exit() }, 300))"
  write(
    'bin/npm',
    npm.replace(
      "console.log('added packages')",
      `${slow}\nconsole.log('slow'); await new Promise(() => setInterval(() => 0, 1000))`,
    ),
  )
  const { child, ended } = launch(['diwan', 'ask'])
  await new Promise<void>((resolve) => child.stderr.on('data', (data) => String(data).includes('slow') && resolve()))
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ code: 'SIGTERM', stdout: '' })
  expect(ran()).toContain('npm gone')
})

test('a Node that is not the version which its package names ends the launcher instead of starting it for ever', async () => {
  write('bin/npm', npm.replace('process.version.slice(1)', "'1.0.0'"))
  const { code, stderr } = await launch(['diwan', 'ask']).ended
  expect(code).toBe(1)
  expect(stderr).toContain('node_modules does not fit')
})

test('a build leaves what it replaces to hosts that run, for a week', async () => {
  const old = join(folder, 'out', 'node', 'shared-old.js')
  write('out/node/shared-old.js', 'still loaded by a running host')
  utimesSync(old, new Date(0), new Date(0))
  await launch(['diwan', 'ask']).ended
  const list = join(folder, 'out', '.left-overs')
  expect(existsSync(old)).toBe(true)
  const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString()
  for (const [age, kept] of [
    [6, true],
    [8, false],
  ] as const) {
    writeFileSync(list, readFileSync(list, 'utf8').replace(/\S+$/m, days(age)))
    write('src/domain/rule.ts', `changed ${age} days after`)
    await launch(['diwan', 'ask']).ended
    expect({ age, kept: existsSync(old) }).toEqual({ age, kept })
  }
  expect(existsSync(join(folder, 'out', 'node', 'cli.js'))).toBe(true)
})

/** A desktop whose Electron is the given script. No window opens for root, so it then runs as nobody. */
async function desktop(electron: string) {
  if (!existsSync(join(folder, 'node_modules'))) await launch(['diwan', 'ask']).ended
  write('node_modules/electron/path.txt', 'electron')
  write('node_modules/electron/dist/electron', electron)
  return asPerson()
}

function asPerson(): { env: NodeJS.ProcessEnv; uid?: number } {
  const env = { DISPLAY: ':99' }
  if (process.getuid?.() !== 0) return { env }
  const nobody = 65_534
  for (const path of ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    lchownSync(join(folder, path), nobody, nobody)
  }
  return { env, uid: nobody }
}

/** What stands in for Electron is a script, which Windows does not take for a program. */
const needsScripts = (context: TestContext) =>
  context.skip(process.platform === 'win32', 'a script is no program there')

const script = (text: string) => `#!${process.execPath}\n${text}`
const dies = "process.kill(process.pid, 'SIGTRAP'); setInterval(() => 0, 1000)"
const window = "require('node:fs').writeFileSync(process.env.DIWAN_WINDOW_FILE, '');"

test('a desktop that dies before its window gives way to the browser', async (context) => {
  needsScripts(context)
  const outcomes = []
  for (const [electron, name] of [
    [script(dies), 'killed'],
    [script('process.exit(1)'), 'failed'],
    ['#!/nonexistent', 'not started'],
    [script(`${window} process.exit(1)`), 'failed with a window'],
    [script(''), 'gave way to the first one'],
  ]) {
    const { code, stdout, stderr } = await launch(['start'], await desktop(electron ?? '')).ended
    outcomes.push({ name, code, browser: stdout.includes('--open'), said: /did not open \((.*)\)\./.exec(stderr)?.[1] })
  }
  expect(outcomes).toEqual([
    { name: 'killed', code: 0, browser: true, said: 'SIGTRAP' },
    { name: 'failed', code: 0, browser: true, said: 'exit code 1' },
    { name: 'not started', code: 0, browser: true, said: expect.stringContaining('ENOENT') },
    { name: 'failed with a window', code: 1, browser: false, said: undefined },
    { name: 'gave way to the first one', code: 0, browser: false, said: undefined },
  ])
})

test('a desktop that is told to stop while it starts opens no browser', async (context) => {
  needsScripts(context)
  const { child, ended } = launch(
    ['start'],
    await desktop(script("console.log('starting'); setInterval(() => 0, 1000)")),
  )
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ code: 'SIGTERM', stdout: 'starting\n' })
})

test('the desktop opens the data folder that was asked for, from where it was typed', async (context) => {
  needsScripts(context)
  // Catches `--data` that only the browser heeds: the person's documents would go into the usual folder.
  const print = 'console.log(JSON.stringify({ data: process.env.DIWAN_DATA, args: process.argv.slice(2) }))'
  const options = await desktop(script(print))
  const { stdout } = await launch(['start', '--data', 'my data'], options).ended
  expect(JSON.parse(stdout)).toEqual({ data: join(folder, 'my data'), args: [folder] })
})

test('start refuses options that it does not have', async () => {
  const { code, stdout, stderr } = await launch(['start', '--dta', 'x']).ended
  expect({ code, stdout, usage: stderr.includes('Usage: npm start') }).toEqual({ code: 2, stdout: '', usage: true })
})

test('a failed fetch of Electron is tried once a day; a damaged note of it is none', async (context) => {
  needsScripts(context)
  await launch(['diwan', 'ask']).ended
  write('node_modules/electron/install.js', "console.log('no network'); process.exit(1)")
  const start = async () => {
    const { stdout, stderr } = await launch(['start'], asPerson()).ended
    return {
      browser: stdout.includes('--open'),
      fetched: stderr.includes('no network'),
      earlier: stderr.includes('earlier today'),
    }
  }
  const [first, second] = [await start(), await start()]
  const notes = join(folder, 'node_modules', '.cache', 'diwan')
  for (const name of readdirSync(notes)) truncateSync(join(notes, name), 5)
  expect([first, second, await start()]).toEqual([
    { browser: true, fetched: true, earlier: false },
    { browser: true, fetched: false, earlier: true },
    { browser: true, fetched: true, earlier: false },
  ])
})

test('start opens the page in a browser, and says why, where there is no display', async (context) => {
  context.skip(process.platform !== 'linux', 'other systems always have a display')
  const { stdout, stderr } = await launch(['start', '--data', 'x']).ended
  expect(JSON.parse(stdout).args).toEqual(['serve', '--open', '--data', join(folder, 'x')])
  expect(stderr).toContain('Opening Diwan in a browser: there is no display here.')
})

test('an unknown command is refused before anything is installed', async () => {
  const { code, stderr } = await launch(['stat']).ended
  expect({ code, ran: ran() }).toEqual({ code: 2, ran: '' })
  expect(stderr).toContain('start | diwan | bench | test | test:long | coverage:capabilities')
})
