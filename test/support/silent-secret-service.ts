/**
 * Takes the name of the Secret Service on the session bus and answers nothing, as a keychain does that waits for its
 * person: `DBUS_SESSION_BUS_ADDRESS=unix:path=… node silent-secret-service.ts`. Says `ready` when it has the name.
 *
 * It speaks the wire protocol of https://dbus.freedesktop.org/doc/dbus-specification.html by itself: two calls.
 */
import { connect } from 'node:net'

const path = /path=([^,]+)/.exec(process.env.DBUS_SESSION_BUS_ADDRESS ?? '')?.[1]
if (path === undefined) throw new Error('DBUS_SESSION_BUS_ADDRESS')

const name = 'org.freedesktop.secrets'
const bus = 'org.freedesktop.DBus'

function pad(bytes: Buffer, boundary: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((boundary - (bytes.length % boundary)) % boundary)])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function longText(value: string): Buffer {
  return Buffer.concat([uint32(value.length), Buffer.from(`${value}\0`)])
}

function shortText(value: string): Buffer {
  return Buffer.concat([Buffer.from([value.length]), Buffer.from(`${value}\0`)])
}

function call(options: { serial: number; member: string; signature: string; body: Buffer }): Buffer {
  const fields: [code: number, type: string, value: Buffer][] = [
    [1, 'o', longText('/org/freedesktop/DBus')],
    [2, 's', longText(bus)],
    [3, 's', longText(options.member)],
    [6, 's', longText(bus)],
    [8, 'g', shortText(options.signature)],
  ]
  let header = Buffer.alloc(0)
  for (const [code, type, value] of fields) {
    header = Buffer.concat([pad(header, 8), Buffer.from([code]), shortText(type), value])
  }
  // Little-endian, a method call, no flags, version 1 of the protocol.
  const start = Buffer.from(['l'.charCodeAt(0), 1, 0, 1])
  const lengths = Buffer.concat([uint32(options.body.length), uint32(options.serial), uint32(header.length)])
  return Buffer.concat([pad(Buffer.concat([start, lengths, header]), 8), options.body])
}

const socket = connect(path)
const user = Buffer.from(String(process.getuid?.())).toString('hex')
socket.write(`\0AUTH EXTERNAL ${user}\r\n`)
socket.once('data', () => {
  socket.write('BEGIN\r\n')
  socket.write(call({ serial: 1, member: 'Hello', signature: '', body: Buffer.alloc(0) }))
  const request = Buffer.concat([pad(longText(name), 4), uint32(0)])
  socket.write(call({ serial: 2, member: 'RequestName', signature: 'su', body: request }))
  let heard = ''
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1')
    if (heard.includes('NameAcquired') && heard.includes(name)) console.log('ready')
  })
})
