import type { TypedContract } from '../model/index.ts'
import { contractOf } from '../openapi/index.ts'
import { BUNDLED_DIGEST, BUNDLED_FILE, bundledDocument } from './bundled-document.ts'
import type { BundledOperations } from './bundled-operations.ts'

/** The bundled contract, with the types of its one operation's messages. */
export type BundledContract = TypedContract<BundledOperations>

let contract: BundledContract | undefined

/**
 * The contract of FunctionGraph's StartSyncWorkflowExecution, which comes with this package. It is built once, and not
 * checked: a test does that whenever its document changes.
 */
export function bundled(): BundledContract {
  contract ??= contractOf(bundledDocument, BUNDLED_FILE, BUNDLED_DIGEST)
  return contract
}
