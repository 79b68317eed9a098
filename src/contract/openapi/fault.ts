import type { ContractError, Source } from '../model/index.ts'

/** Something in a document that is not as OpenAPI has it. */
export interface Fault {
  /** The place that cannot be used because of it. */
  readonly source: Source
  /** Whether everybody reads the place all the same, or what is left of the document without it. */
  readonly isHarmless?: true
  /** What a person is told. Made only if it is told, since it is costly to find a line. */
  readonly error: () => ContractError
}
