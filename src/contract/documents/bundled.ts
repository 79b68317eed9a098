import { readFileSync } from 'node:fs'
import { BUNDLED_FILE, type BundledContract, bundled as withoutLines } from '../bundled/index.ts'
import { Lines } from './lines.ts'

let contract: BundledContract | undefined

/**
 * The contract of FunctionGraph's StartSyncWorkflowExecution, which comes with this package. It is built once, and not
 * checked: a test does that whenever its document changes.
 */
export function bundled(): BundledContract {
  contract ??= { ...withoutLines(), lineOf: createLocator() }
  return contract
}

/** The text is read when a line is first asked for. */
function createLocator(): BundledContract['lineOf'] {
  const lines = new Lines()
  let text: string | undefined
  return (source) => {
    if (source.file !== BUNDLED_FILE) return undefined
    // Three levels up both here and in the bundle: see scripts/bundle.mjs.
    text ??= readFileSync(new URL(`../../../${BUNDLED_FILE}`, import.meta.url), 'utf8')
    return lines.locate(source, text)
  }
}
