import pino from 'pino'

/**
 * An error for the log. What the file system throws names its file in the message and in fields of its own; a path says
 * what a person keeps, and would outlive the document's erasure there, so `…` stands for it.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { path: _path, dest: _dest, ...described } = pino.stdSerializers.err(error)
  const paths = pathsOf(error)
  const withoutPaths = (text: string) => paths.reduce((left, path) => left.replaceAll(path, '…'), text)
  return { ...described, message: withoutPaths(described.message), stack: withoutPaths(described.stack) }
}

/** Paths that an error and its causes name, the longest first. */
function pathsOf(error: Error): string[] {
  const paths = new Set<string>()
  const seen = new Set<unknown>()
  for (let inner: unknown = error; inner instanceof Error && !seen.has(inner); inner = inner.cause) {
    seen.add(inner)
    for (const value of [Reflect.get(inner, 'path'), Reflect.get(inner, 'dest')]) {
      if (typeof value === 'string' && value !== '') paths.add(value)
    }
  }
  return [...paths].sort((one, other) => other.length - one.length)
}
