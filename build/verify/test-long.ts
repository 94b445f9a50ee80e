/**
 * `npm run test:long`: kills, storms, fuzz and measured quality, one file at a time, with the counts that they print; then
 * what takes its time in a browser.
 */
import { ensureBrowserTools } from '../launch/browser-tools.mjs'
import { build, capabilities } from './checks.ts'
import { runPlaywright, runVitest } from './runners.ts'
import { runSteps } from './steps.ts'

const whyMissing = await ensureBrowserTools()
if (whyMissing !== undefined) console.log(whyMissing)

await runSteps([
  build,
  { name: 'long trials', run: () => runVitest({ projects: ['long'], results: 'long', live: true }) },
  { name: 'long browser tests', run: () => runPlaywright('long-browser', whyMissing) },
  capabilities,
])
