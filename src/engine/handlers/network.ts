import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function networkHandlers(procedures: Procedures, { net, outboundLog, proxyLogin }: Rooms) {
  const { log, state, setProxyLogin } = procedures.network
  return {
    log: log.handler(({ input }) => {
      const { offset, limit, purpose, host } = input
      return outboundLog.list({
        ...{ offset, limit },
        ...(purpose === undefined ? {} : { purpose }),
        ...(host === undefined ? {} : { host }),
      })
    }),
    state: state.handler(() => net.state()),
    setProxyLogin: setProxyLogin.handler(async ({ input }) => {
      await proxyLogin.set(input.login)
      return await net.state()
    }),
  }
}
