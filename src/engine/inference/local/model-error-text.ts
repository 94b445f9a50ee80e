const longest = 300

/**
 * Why a runtime gave up, in one line for the person and the log. Paths go, as logs hold none; runtimes name the file they
 * could not read, but quote no text that a model was given.
 */
export function describeModelError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [line = ''] = message.trim().split('\n')
  const text = line.replace(/(?:[A-Za-z]:)?[\\/](?:[^\\/\s"':]+[\\/])+/g, '')
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
