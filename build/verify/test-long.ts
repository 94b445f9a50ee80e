/** `npm run test:long`: kills, storms and fuzz, one file at a time, with the counts that they print. */
import { ensureBrowserTools } from '../launch/browser-tools.mjs'
import { build, capabilities } from './checks.ts'
import { runVitest } from './runners.ts'
import { runSteps } from './steps.ts'

const whyMissing = await ensureBrowserTools()
if (whyMissing !== undefined) console.log(whyMissing)

await runSteps([
  build,
  { name: 'long trials', run: () => runVitest({ projects: ['long'], results: 'long', live: true }) },
  capabilities,
])
