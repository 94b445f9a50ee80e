import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'

export type HttpAnswer = { status: number; headers: IncomingHttpHeaders; body: string }

/** A request exactly as told, `Host` and `Origin` included, which `fetch` would not let a test choose. */
export function sendRequest(
  address: string,
  options: { path: string; method?: string; headers?: OutgoingHttpHeaders; body?: string },
): Promise<HttpAnswer> {
  const { path, method = 'GET', headers = {}, body } = options
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const sent = request({ host: hostname.replace(/^\[|\]$/g, ''), port, path, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
      })
    })
    sent.on('error', reject)
    sent.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' })
    })
    sent.end(body)
  })
}
