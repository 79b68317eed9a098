import { readFileSync } from 'node:fs'
import type { Contract } from '../contract/index.ts'
import { buildContract, declaredDialect, FileSet, openapi31 } from '../openapi/index.ts'
import { digestOf } from './digest.ts'
import { Lines } from './lines.ts'
import { parseText } from './parse-text.ts'

const NAME = 'specs/start-sync-workflow-execution.yaml'

let contract: Contract | undefined

/**
 * The contract of FunctionGraph's StartSyncWorkflowExecution, which comes with this package. Read once, and taken as
 * it is: that it is valid is proven where it is changed, not each time it is used.
 */
export function bundled(): Contract {
  if (contract === undefined) {
    // Two levels up both from src/documents and from dist/documents.
    const url = new URL(`../../${NAME}`, import.meta.url)
    const text = readFileSync(url, 'utf8')
    const value = parseText(text, NAME)
    const file = { name: NAME, url: url.href, base: url.href, text, value }
    const files = new FileSet(file, declaredDialect(value) ?? openapi31, new Lines().locate)
    contract = buildContract(files, digestOf(files.all()))
  }
  return contract
}
