import { z } from 'zod'

/**
 * What a host and the engine's process say to each other beside the calls: start, secrets, heartbeat, ports, stop. Both
 * ends parse what they receive. A port travels with `connect` as the message's transferred port.
 */

export const LogLevel = z.enum(['silent', 'error', 'warn', 'info', 'debug'])
export type LogLevel = z.infer<typeof LogLevel>

/** Everything the engine needs to know at its start; a record, so that nothing comes through the environment. */
export const EngineSettings = z.object({
  dataFolder: z.string().min(1),
  version: z.string().min(1),
  /** Name of the host's secret store, shown in health; null when the host has none. */
  secretStore: z.string().nullable(),
  logLevel: LogLevel,
})
export type EngineSettings = z.infer<typeof EngineSettings>

const generation = z.int().positive()
const request = z.int().positive()

export const EngineCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), generation, settings: EngineSettings }),
  z.object({ type: z.literal('connect') }),
  z.object({ type: z.literal('ping'), sequence: z.int().positive() }),
  z.object({ type: z.literal('secret-value'), request, value: z.string().nullable() }),
  z.object({ type: z.literal('secret-failed'), request, message: z.string() }),
  z.object({
    type: z.literal('open-answer'),
    request,
    outcome: z.enum(['opened', 'refused', 'no-program', 'missing']),
  }),
  z.object({ type: z.literal('power-value'), request, source: z.enum(['mains', 'battery', 'unknown']) }),
  /** `list` is null when the system does not say. */
  z.object({ type: z.literal('proxy-value'), request, list: z.string().max(10_000).nullable() }),
  /** Finish what is in work, close the store, exit. */
  z.object({ type: z.literal('stop') }),
])
export type EngineCommand = z.infer<typeof EngineCommand>

export const EngineReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), generation }),
  /**
   * The engine could not start for a reason that it knows. `retryable` is decided here, at the source: a locked data
   * folder or a database from a newer build does not get better by starting again.
   */
  z.object({ type: z.literal('refused'), code: z.string(), message: z.string(), retryable: z.boolean() }),
  z.object({ type: z.literal('pong'), sequence: z.int().positive() }),
  z.object({ type: z.literal('secret-get'), request, id: z.string().min(1).max(200) }),
  z.object({ type: z.literal('secret-set'), request, id: z.string().min(1).max(200), value: z.string().max(65_536) }),
  /** Asks the host to open a file in the person's program for it. */
  z.object({ type: z.literal('open-file'), request, path: z.string().min(1) }),
  /** Asks what the machine runs on just now. */
  z.object({ type: z.literal('power-get'), request }),
  /** Asks which proxy the system takes for an address, which has no path and no query. */
  z.object({ type: z.literal('proxy-get'), request, url: z.string().min(1).max(2_000) }),
])
export type EngineReport = z.infer<typeof EngineReport>
export type SecretRequest = Extract<EngineReport, { type: 'secret-get' | 'secret-set' }>

/** How a process ended, as far as the system tells. */
export type ProcessExit = {
  code: number | null
  signal: string | null
  /** The host's own word for it, such as Electron's `oom` or `crashed`; null where it has none. */
  reason: string | null
}

/**
 * One process that runs an engine. The narrow waist between the supervisor and Electron's utility process, a worker or
 * a child process; `Port` is whatever kind of message port that process can be handed.
 */
export type EngineProcess<Port> = {
  readonly pid: number | undefined
  post(command: EngineCommand, port?: Port): void
  /** Messages as they arrive, unparsed. */
  onMessage(listener: (message: unknown) => void): Disposable
  /** Called once, when the process is gone. */
  onExit(listener: (exit: ProcessExit) => void): Disposable
  /** Ends it at once; the process cannot refuse. */
  kill(): void
}

/** Starts a process for a generation. Throws when it cannot be started at all. */
export type EngineLauncher<Port> = (generation: number) => EngineProcess<Port>
