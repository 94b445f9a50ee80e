import type { StandardHandlerOptions, StandardHandlerPlugin } from '@orpc/server/standard'
import type { CallContext } from '../contract/call-context.ts'

/** Lets a call's own headers be read from its context, on every door that has headers. */
export class CallHeadersPlugin implements StandardHandlerPlugin<CallContext> {
  init(options: StandardHandlerOptions<CallContext>): void {
    options.rootInterceptors ??= []
    options.rootInterceptors.unshift(({ next, ...call }) => {
      const reqHeaders = {
        get(name: string) {
          const value = call.request.headers[name.toLowerCase()]
          return (Array.isArray(value) ? value[0] : value) ?? null
        },
      }
      return next({ ...call, context: { ...call.context, reqHeaders } })
    })
  }
}
