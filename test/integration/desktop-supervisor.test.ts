import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../src/hosts/clock.ts'
import type { SupervisorLimits } from '../../src/hosts/restart-policy.ts'
import { type EngineStatus, EngineSupervisor } from '../../src/hosts/supervisor.ts'
import { type Behaviour, childProcessLauncher } from '../support/desktop/child-process-launcher.ts'

const limits: SupervisorLimits = {
  startWithin: 5_000,
  stopWithin: 5_000,
  killWithin: 2_000,
  heartbeatEvery: 500,
  heartbeatsMissed: 6,
  backoff: [10, 20],
  stableAfter: 60_000,
  failuresAllowed: 3,
}

const running: EngineSupervisor<never>[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((supervisor) => supervisor.stop()))
})

function supervise(behave: (generation: number) => Behaviour, changed: Partial<SupervisorLimits> = {}) {
  const supervisor = new EngineSupervisor<never>({
    launch: childProcessLauncher(behave),
    settings: { dataFolder: '/nowhere', version: '0', secretStore: null, logLevel: 'silent' },
    secrets: null,
    limits: { ...limits, ...changed },
    clock: systemClock,
  })
  running.push(supervisor)
  return supervisor
}

async function reaches<State extends EngineStatus['state']>(
  supervisor: EngineSupervisor<never>,
  state: State,
): Promise<Extract<EngineStatus, { state: State }>> {
  const { promise, resolve } = Promise.withResolvers<EngineStatus>()
  using _listener = supervisor.onChange((status) => {
    if (status.state === state) resolve(status)
  })
  const status = supervisor.status.state === state ? supervisor.status : await promise
  return status as Extract<EngineStatus, { state: State }>
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}

function pidOf(supervisor: EngineSupervisor<never>): number {
  if (supervisor.pid === undefined) throw new Error('No process runs.')
  return supervisor.pid
}

test('a process killed by SIGKILL is reported as such and replaced by the next generation', async () => {
  const supervisor = supervise(() => 'well')
  supervisor.start()
  await reaches(supervisor, 'ready')
  const first = pidOf(supervisor)
  process.kill(first, 'SIGKILL')
  const { failure } = await reaches(supervisor, 'waiting')
  expect(failure).toMatchObject({ generation: 1, cause: 'signalled', exit: { signal: 'SIGKILL', code: null } })
  expect(await reaches(supervisor, 'ready')).toEqual({ state: 'ready', generation: 2 })
  expect(isAlive(first)).toBe(false)
})

test('a process that always exits at its start opens the circuit with its exit code; trying again can succeed', async () => {
  const supervisor = supervise((generation) => (generation <= 3 ? 'exit-at-start' : 'well'))
  supervisor.start()
  const { failures } = await reaches(supervisor, 'halted')
  expect(failures.map(({ generation, cause, exit }) => ({ generation, cause, code: exit?.code }))).toEqual([
    { generation: 1, cause: 'exited', code: 7 },
    { generation: 2, cause: 'exited', code: 7 },
    { generation: 3, cause: 'exited', code: 7 },
  ])
  supervisor.start()
  expect(await reaches(supervisor, 'ready')).toEqual({ state: 'ready', generation: 4 })
})

test('a process that hangs at its start is killed within the bound', async () => {
  const supervisor = supervise((generation) => (generation === 1 ? 'hang-at-start' : 'well'), { startWithin: 1_500 })
  supervisor.start()
  const pid = pidOf(supervisor)
  const { failure } = await reaches(supervisor, 'waiting')
  expect(failure).toMatchObject({ cause: 'start-timeout', exit: { signal: 'SIGKILL' } })
  expect(isAlive(pid)).toBe(false)
})

test('a process that ignores the stop and SIGTERM is gone after the bound, and the stop ends', async () => {
  const supervisor = supervise(() => 'hang-at-stop', { stopWithin: 200 })
  supervisor.start()
  await reaches(supervisor, 'ready')
  const pid = pidOf(supervisor)
  await supervisor.stop()
  expect({ alive: isAlive(pid), status: supervisor.status }).toEqual({ alive: false, status: { state: 'stopped' } })
})

test('a process whose thread is blocked misses its heartbeats and is replaced', async () => {
  const supervisor = supervise((generation) => (generation === 1 ? 'block-after-ready' : 'well'), {
    heartbeatEvery: 200,
    heartbeatsMissed: 5,
  })
  supervisor.start()
  const { failure } = await reaches(supervisor, 'waiting')
  expect(failure).toMatchObject({ cause: 'unresponsive', exit: { signal: 'SIGKILL' } })
  expect(await reaches(supervisor, 'ready')).toEqual({ state: 'ready', generation: 2 })
})

test('a refusal arrives before the process has gone, and is not tried again', async () => {
  const supervisor = supervise(() => 'refuse')
  supervisor.start()
  const { failures } = await reaches(supervisor, 'halted')
  expect(failures).toMatchObject([{ cause: 'refused', code: 'DATA_FOLDER_LOCKED', exit: { code: 3 } }])
})

test('a well-behaved process stops by the message alone', async () => {
  const supervisor = supervise(() => 'well')
  supervisor.start()
  await reaches(supervisor, 'ready')
  const pid = pidOf(supervisor)
  await supervisor.stop()
  expect({ alive: isAlive(pid), status: supervisor.status }).toEqual({ alive: false, status: { state: 'stopped' } })
})
