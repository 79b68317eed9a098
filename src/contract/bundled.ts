import { readFileSync } from 'node:fs'
import { buildContract } from './build-contract.ts'
import type { Contract } from './contract.ts'
import { declaredDialect } from './dialect.ts'
import { FileSet } from './file-set.ts'
import { openapi31 } from './openapi-3.1.ts'
import { parseText } from './parse-text.ts'

const NAME = 'specs/start-sync-workflow-execution.yaml'

let contract: Contract | undefined

/**
 * The contract of FunctionGraph's StartSyncWorkflowExecution, which comes with this package. Read once, and taken as
 * it is: that it is valid is proven where it is changed, not each time it is used.
 */
export function bundled(): Contract {
  if (contract === undefined) {
    // Two levels up both from src/contract and from dist/contract.
    const url = new URL(`../../${NAME}`, import.meta.url)
    const text = readFileSync(url, 'utf8')
    const value = parseText(text, NAME)
    const file = { name: NAME, url: url.href, base: url.href, text, value }
    contract = buildContract(new FileSet(file, declaredDialect(value) ?? openapi31))
  }
  return contract
}
