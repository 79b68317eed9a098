import type { Json } from '../../json/index.ts'
import type { OwnCheckName } from './check-name.ts'
import type { Severity } from './finding.ts'

/** A message as a check of the user's own sees it. */
export interface InteractionMessage {
  /** By their names in lower case; several of one name are joined by `, ` (RFC 9110, 5.3). */
  readonly headers: { readonly [name: string]: string }
  /** The body, read as UTF-8; empty if there is none. */
  readonly text: string
  /** The body, read as JSON; undefined if it is none. */
  readonly json: Json | undefined
}

/** A request and its answer: frozen copies. The request's secrets are `***`; the answer is as it came. */
export interface Interaction {
  readonly operation: {
    readonly id: string
    readonly method: string
    readonly path: string
    readonly tags: readonly string[]
  }
  /** `target` is path and query, as they were sent. */
  readonly request: InteractionMessage & { readonly method: string; readonly target: string }
  readonly response: InteractionMessage & { readonly status: number }
  /** The documented response by its key, such as `200`, `4XX` or `default`; undefined if the status is not documented. */
  readonly documented: { readonly status: string; readonly mediaType: string | undefined } | undefined
  /** Ids of the constraints that the request breaks, that of its credentials too; empty if it may be accepted. */
  readonly broken: readonly string[]
}

/**
 * Looks at an interaction, and says that all is well with it (`true`), or what is wrong (a sentence). `undefined` says that
 * it has no question about this interaction. It is pure: asked twice, it says the same.
 */
export type OwnQuestion = (interaction: Interaction) => true | string | undefined

/** A check of the user's own. */
export type OwnCheck =
  | OwnQuestion
  | {
      readonly ask: OwnQuestion
      /** Ids, paths, methods or tags of operations; `*` stands for any text. Default: all. */
      readonly operations?: string | readonly string[] | undefined
      /** Default: `error`. */
      readonly severity?: Severity | undefined
    }

/** A check of the user's own, for one contract. */
export interface OwnCheckRule {
  readonly name: OwnCheckName
  readonly severity: Severity
  readonly ask: OwnQuestion
  /** Whether it is about an operation, by its id. */
  isFor(operation: string): boolean
  /** Whether the user has turned it off for an operation. */
  isOff(operation: string): boolean
}

/** The constraint that a check of the user's own makes of an operation: `listPets own.trace_id`. */
export const ownConstraint = (operation: string, name: OwnCheckName): string => `${operation} ${name}`
