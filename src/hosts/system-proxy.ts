import type { EngineCommand, EngineReport } from './engine-control.ts'

/** Which proxy the system takes for an address without path and query, in the words of a PAC file: `PROXY host:port; DIRECT`. */
export type FindSystemProxy = (url: string) => Promise<string>

/**
 * The answer to an engine in another process. A system that fails is answered as such and never as one without a proxy: the
 * engine would go straight out. Without a reader the machine has none.
 */
export async function answerProxyRequest(
  find: FindSystemProxy | undefined,
  { request, url }: Extract<EngineReport, { type: 'proxy-get' }>,
): Promise<EngineCommand> {
  try {
    return { type: 'proxy-value', request, list: (await find?.(url)) ?? 'DIRECT' }
  } catch {
    return { type: 'proxy-value', request, list: null }
  }
}
