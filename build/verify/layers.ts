import { join } from 'node:path'
import { modulesFolder, root } from '../launch/paths.mjs'
import { run } from '../launch/processes.mjs'

export interface LayerReport {
  /** Modules below src/ that were read. */
  readonly modules: number
  /** `rule: from → to` */
  readonly violations: readonly string[]
}

interface CruiseResult {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: {
    readonly violations: readonly {
      readonly from: string
      readonly to: string
      readonly rule: { readonly name: string }
    }[]
  }
}

/**
 * Checks import directions below `folder`/src against build/dependency-cruiser.cjs.
 * @throws when the tool itself fails
 */
export async function checkLayers(folder: string): Promise<LayerReport> {
  const tool = join(modulesFolder, 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')
  const config = join(root, 'build', 'dependency-cruiser.cjs')
  const args = [tool, '--config', config, '--output-type', 'json', 'src']
  const ended = await run(process.execPath, args, { output: 'capture', cwd: folder, limitSeconds: 120 })
  if (ended.code !== 0) throw new Error(`dependency-cruiser failed:\n${ended.output}`)
  const { modules, summary } = JSON.parse(ended.output.slice(ended.output.indexOf('{'))) as CruiseResult
  return {
    modules: modules.filter(({ source }) => source.startsWith('src/')).length,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort(),
  }
}
