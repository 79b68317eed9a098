import type { Json } from '../../json/index.ts'

/**
 * Which refusals are a deployment's own business: it may refuse what the contract allows, and no such answer proves
 * anything. All that a rule says has to be true of the answer.
 */
export interface RefusalRule {
  readonly status: number
  /** Stands somewhere in the body, read as UTF-8. */
  readonly text?: string | undefined
  /** JSON Pointer (RFC 6901) to a value in the body, read as JSON. */
  readonly pointer?: string | undefined
  /** What is there; without it, anything. */
  readonly value?: Json | undefined
  /** Why it proves nothing, for the ledger. */
  readonly reason: string
}
