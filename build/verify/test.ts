/** `npm test`: everything that has to hold before a change is done, in the order in which it is cheap to find out. */
import { ensureBrowserTools } from '../launch/browser-tools.mjs'
import { build, bundles, capabilities, layers, lint, types } from './checks.ts'
import { runPlaywright, runVitest } from './runners.ts'
import { runSteps } from './steps.ts'

// First, because other tests need pdftotext as well.
const whyMissing = await ensureBrowserTools()
if (whyMissing !== undefined) console.log(whyMissing)

await runSteps([
  // The build comes before the tests, since those that cross rooms also run what was built: the main job without a network.
  [lint, types, layers, build],
  bundles,
  {
    name: 'unit and integration tests',
    run: () => runVitest({ projects: ['unit', 'integration'], results: 'unit-and-integration', live: false }),
  },
  { name: 'browser tests', run: () => runPlaywright('browser', whyMissing) },
  capabilities,
])
