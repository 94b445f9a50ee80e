import { expect, test } from 'vitest'
import { FakeLauncher, ManualClock } from '../../test/support/desktop/fake-supervision.ts'
import type { EngineSettings } from './engine-control.ts'
import type { SupervisorLimits } from './restart-policy.ts'
import type { SecretStore } from './secret-store.ts'
import { type EngineStatus, EngineSupervisor } from './supervisor.ts'

const settings: EngineSettings = { dataFolder: '/data', version: '1.2.3', secretStore: null, logLevel: 'info' }

const limits: SupervisorLimits = {
  startWithin: 1_000,
  stopWithin: 500,
  killWithin: 100,
  heartbeatEvery: 50,
  heartbeatsMissed: 3,
  backoff: [10, 40],
  stableAfter: 5_000,
  failuresAllowed: 3,
}

function supervise(secrets: SecretStore | null = null) {
  const clock = new ManualClock()
  const launcher = new FakeLauncher()
  const supervisor = new EngineSupervisor<string>({ launch: launcher.launch, settings, secrets, limits, clock })
  const seen: EngineStatus['state'][] = []
  supervisor.onChange((status) => seen.push(status.state))
  /** Starts and completes the handshake of the next generation. */
  const startReady = () => {
    supervisor.start()
    launcher.latest.say({ type: 'ready', generation: launcher.launched.length })
  }
  return { clock, launcher, supervisor, seen, startReady }
}

test('is ready only after the handshake of its own generation, and hands ports only to a ready engine', () => {
  // Catches an engine that is handed calls before its store is open.
  const { launcher, supervisor, seen } = supervise()
  supervisor.start()
  expect(supervisor.connect('early')).toEqual({ connected: false, reason: 'starting' })
  launcher.latest.say({ type: 'ready', generation: 1 })
  expect(supervisor.connect('port')).toEqual({ connected: true, generation: 1 })
  expect({ seen, ports: launcher.latest.ports, first: launcher.latest.commands[0] }).toEqual({
    seen: ['starting', 'ready'],
    ports: ['port'],
    first: { type: 'start', generation: 1, settings },
  })
})

test('an engine that never says it is ready is killed in time, and the reason says so', () => {
  const { clock, launcher, supervisor } = supervise()
  supervisor.start()
  clock.advance(999)
  expect(launcher.latest.killed).toBe(0)
  clock.advance(1)
  expect(launcher.latest.killed).toBe(1)
  launcher.latest.die({ signal: 'SIGKILL' })
  expect(supervisor.status).toEqual({
    state: 'waiting',
    retryAt: clock.now() + 10,
    failure: {
      generation: 1,
      cause: 'start-timeout',
      code: null,
      message: 'The engine did not become ready within 1000 ms.',
      retryable: true,
      exit: { code: null, signal: 'SIGKILL', reason: null },
      at: clock.now(),
      readyFor: 0,
    },
  })
})

test('a crash is reported with its signal, code or reason; the next generation comes after the backoff', () => {
  const { clock, launcher, supervisor, startReady } = supervise()
  startReady()
  clock.advance(20)
  launcher.latest.die({ code: 137, reason: 'oom' })
  expect(supervisor.status).toMatchObject({
    state: 'waiting',
    failure: { cause: 'exited', message: 'The engine ended (exit code 137, oom).', readyFor: 20 },
  })
  clock.advance(9)
  expect(launcher.launched).toHaveLength(1)
  clock.advance(1)
  expect(launcher.launched).toHaveLength(2)
  launcher.latest.die({ signal: 'SIGSEGV' })
  expect(supervisor.status).toMatchObject({ failure: { cause: 'signalled', generation: 2 } })
})

test('never replays: a port of a dead generation is not handed to the next, and late messages are not heard', () => {
  // Catches a supervisor that resends what was in flight, and listeners that survive their process.
  const { clock, launcher, supervisor, startReady } = supervise()
  startReady()
  supervisor.connect('first')
  const dead = launcher.latest
  dead.die({ code: 1 })
  expect(supervisor.connect('lost')).toEqual({ connected: false, reason: 'starting' })
  clock.advance(10)
  dead.say({ type: 'ready', generation: 2 })
  expect(supervisor.status).toEqual({ state: 'starting', generation: 2 })
  launcher.latest.say({ type: 'ready', generation: 2 })
  expect({ ports: launcher.latest.ports, listeners: dead.listeners }).toEqual({ ports: [], listeners: 0 })
})

test('opens the circuit after three failures in a row; trying again starts with a clean record', () => {
  const { clock, launcher, supervisor, seen } = supervise()
  supervisor.start()
  for (let failure = 0; failure < 3; failure++) {
    launcher.latest.die({ code: 9 })
    clock.advance(1_000_000)
  }
  expect({ launched: launcher.launched.length, status: supervisor.status }).toMatchObject({
    launched: 3,
    status: { state: 'halted', failures: [{ generation: 1 }, { generation: 2 }, { generation: 3 }] },
  })
  expect(supervisor.connect('port')).toEqual({ connected: false, reason: 'crashed' })
  supervisor.start()
  launcher.latest.die({ code: 9 })
  expect(seen.slice(-3)).toEqual(['halted', 'starting', 'waiting'])
})

test('a stable run in between wipes the record, a short one does not', () => {
  // Catches a circuit that opens after three crashes in three months.
  const { clock, launcher, supervisor, startReady } = supervise()
  const readyFor = (milliseconds: number) => {
    launcher.latest.say({ type: 'ready', generation: launcher.launched.length })
    for (let passed = 0; passed < milliseconds; passed += 50) {
      answerPings(launcher)
      clock.advance(50)
    }
    launcher.latest.die({ code: 1 })
  }
  startReady()
  readyFor(5_000)
  clock.advance(10)
  readyFor(5_000)
  clock.advance(10)
  readyFor(5_000)
  expect(supervisor.status.state).toBe('waiting')
  clock.advance(10)
  readyFor(100)
  clock.advance(40)
  readyFor(100)
  expect(supervisor.status.state).toBe('halted')
})

function answerPings(launcher: FakeLauncher): void {
  const last = launcher.latest.commands.findLast((command) => command.type === 'ping')
  if (last) launcher.latest.say({ type: 'pong', sequence: last.sequence })
}

test('unanswered heartbeats end an engine that hangs', () => {
  const { clock, launcher, supervisor, startReady } = supervise()
  startReady()
  clock.advance(100)
  expect(launcher.latest.killed).toBe(0)
  clock.advance(50)
  expect(launcher.latest.killed).toBe(1)
  launcher.latest.die({ signal: 'SIGKILL' })
  expect(supervisor.status).toMatchObject({ failure: { cause: 'unresponsive' } })
})

test('a machine that slept for a night has missed no heartbeats', () => {
  const { clock, launcher, supervisor, startReady } = supervise()
  startReady()
  answerPings(launcher)
  clock.sleep(8 * 3_600_000)
  clock.advance(50)
  answerPings(launcher)
  clock.advance(50)
  expect({ killed: launcher.latest.killed, state: supervisor.status.state }).toEqual({ killed: 0, state: 'ready' })
})

test('stops with a message first, and kills only when the bound has passed', async () => {
  const { clock, launcher, supervisor, startReady } = supervise()
  startReady()
  const stopped = supervisor.stop()
  expect(launcher.latest.commands.at(-1)).toEqual({ type: 'stop' })
  expect(supervisor.connect('port')).toEqual({ connected: false, reason: 'closing' })
  clock.advance(499)
  expect(launcher.latest.killed).toBe(0)
  clock.advance(1)
  expect(launcher.latest.killed).toBe(1)
  launcher.latest.die({ signal: 'SIGKILL' })
  await stopped
  expect({ status: supervisor.status, timers: clock.pending, listeners: launcher.latest.listeners }).toEqual({
    status: { state: 'stopped' },
    timers: 0,
    listeners: 0,
  })
})

test('stopping ends within its bound even when the process cannot be seen to die', async () => {
  // Catches an application that cannot be quit because of a process in uninterruptible sleep.
  const { clock, supervisor, startReady } = supervise()
  startReady()
  const stopped = supervisor.stop()
  clock.advance(600)
  await stopped
  expect(supervisor.status).toEqual({ state: 'stopped' })
})

test('a stop during the backoff, or while a hung engine is being killed, starts nothing more', async () => {
  const { clock, launcher, supervisor, startReady } = supervise()
  startReady()
  launcher.latest.die({ code: 1 })
  await supervisor.stop()
  clock.advance(1_000_000)
  expect(launcher.launched).toHaveLength(1)

  supervisor.start()
  clock.advance(1_000)
  const stopped = supervisor.stop()
  launcher.latest.die({ signal: 'SIGKILL' })
  await stopped
  clock.advance(1_000_000)
  expect({ launched: launcher.launched.length, state: supervisor.status.state }).toEqual({
    launched: 2,
    state: 'stopped',
  })
})

test('nothing starts the engine while somebody waits for it to stop', async () => {
  // Catches an application that quits over an engine which the menu has just started again.
  const { launcher, supervisor, startReady } = supervise()
  startReady()
  supervisor.onChange((status) => {
    if (status.state === 'stopped') supervisor.start()
  })
  const stopped = supervisor.stop()
  supervisor.start()
  supervisor.restart()
  launcher.latest.die({ code: 0 })
  await stopped
  expect({ launched: launcher.launched.length, status: supervisor.status }).toEqual({
    launched: 1,
    status: { state: 'stopped' },
  })
  supervisor.start()
  expect(supervisor.status.state).toBe('starting')
})

test('restart replaces a running engine by the next generation', () => {
  const { launcher, supervisor, startReady, seen } = supervise()
  startReady()
  supervisor.restart()
  launcher.latest.die({ code: 0 })
  expect({ seen, launched: launcher.launched.length }).toEqual({
    seen: ['starting', 'ready', 'stopping', 'stopped', 'starting'],
    launched: 2,
  })
})

test('a refusal that starting again cannot cure is not tried again', () => {
  const { clock, launcher, supervisor } = supervise()
  supervisor.start()
  const refusal = { type: 'refused', code: 'DATA_FOLDER_LOCKED', message: 'Another Diwan has it.', retryable: false }
  launcher.latest.say(refusal)
  launcher.latest.die({ code: 1 })
  clock.advance(1_000_000)
  expect({ launched: launcher.launched.length, status: supervisor.status }).toMatchObject({
    launched: 1,
    status: { state: 'halted', failures: [{ cause: 'refused', code: 'DATA_FOLDER_LOCKED', retryable: false }] },
  })
})

test('a launcher that throws is a failure like any other', () => {
  const clock = new ManualClock()
  const launch = () => {
    throw new Error('no such file')
  }
  const supervisor = new EngineSupervisor<string>({ launch, settings, secrets: null, limits, clock })
  supervisor.start()
  clock.advance(1_000)
  expect(supervisor.status).toMatchObject({
    state: 'halted',
    failures: [{ cause: 'launch-failed', message: 'no such file' }, {}, {}],
  })
})

test('an engine that does not speak the protocol is ended', () => {
  const { launcher, supervisor, startReady } = supervise()
  startReady()
  launcher.latest.say({ type: 'ready', generation: 'one' })
  launcher.latest.die({ signal: 'SIGKILL' })
  expect(supervisor.status).toMatchObject({ failure: { cause: 'protocol' } })
})

test('SEC-1.keychain: a secret that cannot be read is answered as a failure, never as an absent one', async () => {
  // Catches the loss of all data: an engine that is told "absent" makes a new key.
  const kept = new Map<string, string>()
  const { launcher, startReady } = supervise({
    name: 'test',
    async get(id) {
      if (id === 'broken') throw new Error('The keychain is locked.')
      return kept.get(id) ?? null
    },
    async set(id, value) {
      kept.set(id, value)
    },
  })
  startReady()
  launcher.latest.say({ type: 'secret-set', request: 1, id: 'data-key', value: 'abc' })
  await Promise.resolve()
  launcher.latest.say({ type: 'secret-get', request: 2, id: 'data-key' })
  launcher.latest.say({ type: 'secret-get', request: 3, id: 'other' })
  launcher.latest.say({ type: 'secret-get', request: 4, id: 'broken' })
  await new Promise((resolve) => setImmediate(resolve))
  expect(launcher.latest.commands.filter((command) => command.type.startsWith('secret'))).toEqual([
    { type: 'secret-value', request: 1, value: null },
    { type: 'secret-value', request: 2, value: 'abc' },
    { type: 'secret-value', request: 3, value: null },
    { type: 'secret-failed', request: 4, message: 'The keychain is locked.' },
  ])
})
