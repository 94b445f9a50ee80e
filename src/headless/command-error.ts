import { z } from 'zod'
import type { Outcome } from './exit-codes.ts'
import { formatDollars } from './format-dollars.ts'
import { howToRun } from './installation.ts'

export type Complaint = {
  code: string
  /** A sentence for people. */
  message: string
  /** What the person can do about it. */
  nextStep?: string | undefined
  data?: unknown
}

/** A command ends here, with what to say and how to exit. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly outcome: Exclude<Outcome, 'ok'>
  readonly complaint: Complaint
  constructor(outcome: Exclude<Outcome, 'ok'>, complaint: Complaint, options?: ErrorOptions) {
    super(complaint.message, options)
    this.outcome = outcome
    this.complaint = complaint
  }
}

type Rule = { outcome: Exclude<Outcome, 'ok'>; nextStep?: string }

/** What each error code means for a command; the codes of the contract, of opening a data folder, and of oRPC. */
const rules: Readonly<Record<string, Rule>> = {
  LIBRARY_NOT_FOUND: { outcome: 'not-found', nextStep: `See "${howToRun('libraries list')}".` },
  DOCUMENT_NOT_FOUND: { outcome: 'not-found', nextStep: `See "${howToRun('libraries documents NAME')}".` },
  JOB_NOT_FOUND: { outcome: 'not-found', nextStep: `See "${howToRun('jobs list')}".` },
  CONVERSATION_NOT_FOUND: { outcome: 'not-found' },
  PATH_NOT_FOUND: { outcome: 'not-found', nextStep: 'Check how it is written.' },
  ENOENT: { outcome: 'not-found', nextStep: 'Check how it is written.' },
  PATH_UNREADABLE: { outcome: 'refused', nextStep: 'Ask for permission to read it, or add something else.' },
  EACCES: { outcome: 'refused', nextStep: 'Ask for permission, or choose another place.' },
  EROFS: { outcome: 'refused', nextStep: 'Choose another data folder with --data.' },
  ENOTDIR: { outcome: 'refused', nextStep: 'A folder is needed here.' },
  EISDIR: { outcome: 'refused', nextStep: 'A file is needed here.' },
  EADDRINUSE: { outcome: 'refused', nextStep: 'Choose another port with --port; 0 takes a free one.' },
  PATH_UNSUPPORTED: { outcome: 'usage' },
  BAD_REQUEST: { outcome: 'usage' },
  SETTING_INVALID: { outcome: 'usage', nextStep: `See "${howToRun('settings list')}".` },
  PAYLOAD_TOO_LARGE: { outcome: 'usage' },
  FOLDER_NOT_FOUND: { outcome: 'not-found', nextStep: `See "${howToRun('libraries folders NAME')}".` },
  ERASURE_NOT_FOUND: { outcome: 'not-found' },
  FOLDER_OVERLAPS: { outcome: 'refused', nextStep: `See "${howToRun('libraries folders NAME')}".` },
  CHUNKING_NEEDS_MODEL: {
    outcome: 'refused',
    nextStep: 'Choose another way of cutting, or install an embedding model.',
  },
  MODEL_NOT_FOUND: { outcome: 'not-found', nextStep: `See "${howToRun('models list')}".` },
  MODEL_NOT_INSTALLED: { outcome: 'refused', nextStep: `Download it with: ${howToRun('models pull ID')}` },
  MODEL_NAME_TAKEN: { outcome: 'refused', nextStep: 'Choose another name.' },
  MODEL_INVALID: { outcome: 'refused' },
  MODEL_IN_USE: {
    outcome: 'refused',
    nextStep: `Give these libraries another model first, or none: ${howToRun('libraries embed NAME --none')}`,
  },
  MODEL_FAILED: { outcome: 'refused', nextStep: `See "${howToRun('models test ID')}".` },
  MODEL_UNREACHABLE: { outcome: 'refused', nextStep: 'Check that its server runs, and its address and key.' },
  MODEL_REJECTED: { outcome: 'refused', nextStep: 'Ask it in another way, or choose another model with --model.' },
  CONTEXT_EXCEEDED: { outcome: 'refused', nextStep: 'Attach less, or choose a model with a longer context.' },
  BUDGET_EXCEEDED: {
    outcome: 'refused',
    nextStep: `Raise it with "${howToRun('budget set')}", or choose a cheaper model with --model.`,
  },
  PRICE_UNKNOWN: {
    outcome: 'refused',
    nextStep: `Say what it costs: ${howToRun('models price NAME/MODEL --input 1.00 --output 2.00')}`,
  },
  LOCAL_ONLY: { outcome: 'refused', nextStep: 'Install a model on this machine, or ask with --model extractive.' },
  MODEL_NOT_LOCAL: {
    outcome: 'refused',
    nextStep: `Choose a model on this machine, or none: ${howToRun('libraries embed NAME --none')}`,
  },
  PROVIDER_NOT_FOUND: { outcome: 'not-found', nextStep: `See "${howToRun('models list')}".` },
  PROVIDER_NAME_TAKEN: { outcome: 'refused', nextStep: 'Choose another name.' },
  PROVIDER_INVALID: { outcome: 'usage' },
  CALL_NOT_FOUND: { outcome: 'not-found', nextStep: `See "${howToRun('usage --json')}".` },
  PRICE_NOT_FOUND: { outcome: 'not-found' },
  PRICES_INVALID: { outcome: 'usage' },
  BUDGET_INVALID: { outcome: 'usage' },
  BUDGET_NOT_FOUND: { outcome: 'not-found', nextStep: `See "${howToRun('budget list')}".` },
  MESSAGE_NOT_FOUND: { outcome: 'not-found' },
  ATTACHMENT_NOT_FOUND: { outcome: 'not-found' },
  ATTACHMENT_UNREADABLE: { outcome: 'refused' },
  NETWORK_OFFLINE: {
    outcome: 'refused',
    nextStep: `Go online with: ${howToRun('settings set network.offline false')}`,
  },
  URL_UNSUPPORTED: { outcome: 'usage' },
  OPEN_UNSUPPORTED: { outcome: 'refused' },
  LIBRARY_NAME_TAKEN: { outcome: 'refused', nextStep: 'Choose another name.' },
  DOCUMENT_NOT_READY: { outcome: 'refused' },
  ORIGINAL_UNAVAILABLE: { outcome: 'refused' },
  JOB_STATE: { outcome: 'refused', nextStep: `See "${howToRun('jobs show ID')}".` },
  DISK_FULL: { outcome: 'refused', nextStep: 'Free some space and try again.' },
  ENOSPC: { outcome: 'refused', nextStep: 'Free some space and try again.' },
  ENGINE_UNAVAILABLE: { outcome: 'refused', nextStep: `Try again; see "${howToRun('doctor')}" if it stays.` },
  PASSPHRASE_NEEDED: { outcome: 'refused', nextStep: 'Name a file that holds it with --passphrase-file.' },
  PASSPHRASE_WRONG: { outcome: 'refused', nextStep: 'Check the file that --passphrase-file names.' },
  PASSPHRASE_UNUSED: { outcome: 'refused', nextStep: 'Open it without --passphrase-file.' },
  KEY_UNAVAILABLE: {
    outcome: 'refused',
    nextStep:
      'Unlock the keychain and try again, or open the desktop application. For a new data folder, --passphrase-file FILE or DIWAN_KEYCHAIN=off does without a keychain.',
  },
  KEY_MISSING: { outcome: 'refused', nextStep: 'See the guide "Where the key is".' },
  KEY_DAMAGED: { outcome: 'refused', nextStep: 'See the guide "Where the key is".' },
  DATA_FOLDER_UNUSABLE: {
    outcome: 'refused',
    nextStep: 'Get permission for it, or choose another folder with --data.',
  },
  DATA_FOLDER_NOT_A_FOLDER: { outcome: 'usage', nextStep: 'Choose another folder with --data.' },
  STORE_TOO_NEW: { outcome: 'refused', nextStep: 'Use the newer Diwan that wrote it.' },
  NOT_LOOPBACK: { outcome: 'usage' },
  EVALUATION_INVALID: { outcome: 'usage' },
  EVALUATION_NOT_FOUND: { outcome: 'not-found' },
  ENTITY_NOT_FOUND: { outcome: 'not-found', nextStep: `See "${howToRun('graph list LIBRARY')}".` },
}

const Issues = z.object({
  issues: z.array(z.object({ message: z.string(), path: z.array(z.unknown()).optional() })).min(1),
})

const JobStateData = z.object({ state: z.string() })
const EvaluationData = z.object({ reason: z.string() })
const SettingData = z.object({ setting: z.string(), reason: z.string() })
const ReasonData = z.object({ modelId: z.string().optional(), reason: z.string() })
const ContextData = z.object({ tokens: z.int(), maximum: z.int() })
const BudgetData = z.object({
  scope: z.string(),
  leftNanoDollars: z.int(),
  neededNanoDollars: z.int(),
  renewsAt: z.int().nullable(),
})

/** The fixed sentence with the reason in place of its full stop. */
const withReason = (sentence: string) => (data: unknown) => {
  const parsed = ReasonData.safeParse(data)
  if (!parsed.success) return null
  const { modelId, reason } = parsed.data
  return `${sentence}${modelId === undefined || modelId === '' ? '' : ` (${modelId})`}: ${reason}.`
}

/** Codes whose data says more than their fixed sentence; null when the data is not what it should be. */
const sentences: Readonly<Record<string, (data: unknown) => string | null>> = {
  JOB_STATE(data) {
    const parsed = JobStateData.safeParse(data)
    return parsed.success ? `The job is ${parsed.data.state}, and this cannot be done to it then.` : null
  },
  EVALUATION_INVALID(data) {
    const parsed = EvaluationData.safeParse(data)
    if (!parsed.success) return null
    const { reason } = parsed.data
    return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
  },
  SETTING_INVALID(data) {
    const parsed = SettingData.safeParse(data)
    if (!parsed.success) return null
    const { setting, reason } = parsed.data
    return `The setting ${setting} cannot have this value. ${reason.replaceAll('"|"', '", "')}.`
  },
  MODEL_FAILED: withReason('The model did not do its work'),
  MODEL_UNREACHABLE: withReason("The model's server can't be reached, or refuses"),
  MODEL_REJECTED: withReason('The model does not take this request'),
  PROVIDER_INVALID: withReason('A provider can not be like this'),
  PRICES_INVALID: withReason('This is no table of prices'),
  BUDGET_INVALID: withReason('A budget can not be like this'),
  CONTEXT_EXCEEDED(data) {
    const parsed = ContextData.safeParse(data)
    // Zeros: the server did not say.
    if (!parsed.success || parsed.data.maximum === 0) return null
    const { tokens, maximum } = parsed.data
    return `This is more than the model can read at once: ${tokens} tokens, where ${maximum} fit.`
  },
  BUDGET_EXCEEDED(data) {
    const parsed = BudgetData.safeParse(data)
    if (!parsed.success) return null
    const { scope, leftNanoDollars, neededNanoDollars, renewsAt } = parsed.data
    const left = leftNanoDollars <= 0 ? 'is used up' : `has ${formatDollars(leftNanoDollars)} left`
    const renewal = renewsAt === null ? '' : ` It starts anew at ${new Date(renewsAt).toISOString()}.`
    return `The budget (${scope}) ${left}; this call may need ${formatDollars(neededNanoDollars)}.${renewal}`
  },
}

/** Any failure as what a command says and how it exits. */
export function toCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error
  const code = codeOf(error)
  const rule = rules[code] ?? { outcome: 'internal' as const }
  const message = error instanceof Error ? error.message : String(error)
  const data = dataOf(error)
  const sentence = sentences[code]?.(data) ?? `${describeIssues(data) ?? message}${describeSubject(data)}`
  return new CommandError(rule.outcome, { code, message: sentence, nextStep: rule.nextStep, data }, { cause: error })
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'INTERNAL'
}

/** What the engine sent with an error, or what an error of opening a data folder says about itself. */
function dataOf(error: unknown): unknown {
  return error instanceof Error && 'data' in error ? error.data : undefined
}

function describeIssues(data: unknown): string | null {
  const parsed = Issues.safeParse(data)
  if (!parsed.success) return null
  return parsed.data.issues.map(({ message, path = [] }) => [...path.map(String), message].join(': ')).join(' ')
}

/** The name or path that an error is about, which its fixed sentence leaves out. */
function describeSubject(data: unknown): string {
  if (typeof data !== 'object' || data === null) return ''
  for (const key of ['library', 'name', 'path', 'url', 'jobId', 'documentId', 'setting']) {
    const value: unknown = Reflect.get(data, key)
    if (typeof value === 'string') return ` (${value})`
  }
  const id: unknown = Reflect.get(data, 'correlationId')
  return typeof id === 'string' ? ` (correlation id ${id})` : ''
}
