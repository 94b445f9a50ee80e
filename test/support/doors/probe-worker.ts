import { parentPort } from 'node:worker_threads'
import { createMessagePortDoor } from '../../../src/hosts/message-port-door.ts'
import { createProbe } from './probe.ts'

// Run as a thread of its own, which a test can end without a good-bye.
parentPort?.once('message', (port) => createMessagePortDoor(createProbe().router).accept(port))
