import { join } from 'node:path'
import { ensureBuilt } from '../launch/fresh-build.mjs'
import { modulesFolder, outFolder, root } from '../launch/paths.mjs'
import { run } from '../launch/processes.mjs'
import { checkBundles } from './bundles.ts'
import { checkLayers } from './layers.ts'
import { check, program, type Step } from './steps.ts'

const tool = (...path: string[]) => join(modulesFolder, ...path)

export const lint = program('lint and format', tool('@biomejs', 'biome', 'bin', 'biome'), ['ci', '--colors=off', '.'])
export const types = program('types', tool('typescript', 'bin', 'tsc'), ['-b'])

export const layers = check('import directions', async () => {
  const { modules, violations } = await checkLayers(root)
  if (modules === 0) throw new Error('No module was read: this check would pass whatever is wrong.')
  if (violations.length > 0) throw new Error(violations.join('\n'))
  return `${modules} modules`
})

export const build = check('build', async () => ((await ensureBuilt()) ? '' : 'nothing changed'))

export const bundles: Step = check('built bundles', () => {
  const { files, violations } = checkBundles(outFolder)
  if (violations.length > 0) throw new Error(violations.join('\n'))
  return `${files} files`
})

export const capabilities = check('ids of requirements in tests', async () => {
  const script = join(root, 'build', 'verify', 'coverage.ts')
  const { code, output } = await run(process.execPath, [script, '--quiet'], { output: 'capture' })
  if (code !== 0) throw new Error(output)
  return output.trim().split('\n').at(-1) ?? ''
})
