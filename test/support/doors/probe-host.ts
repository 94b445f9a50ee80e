import { startProbeServer } from './doors.ts'

// Run as a process of its own, which a test can kill.
const { address, access } = await startProbeServer()
console.log(JSON.stringify({ address, token: access.bearerToken }))
