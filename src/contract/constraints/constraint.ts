import type { Pointer } from '../../json/index.ts'
import type { Advisory, Keyword, KeywordValues, SchemaNode, Source } from '../model/index.ts'

/** Where in a message a value stands. */
export type Place =
  | {
      readonly in: 'path' | 'query' | 'header' | 'cookie'
      readonly side: 'request'
      readonly name: string
    }
  | {
      readonly in: 'body'
      readonly side: 'request'
      readonly mediaType: string
    }
  | {
      readonly in: 'body'
      readonly side: 'response'
      readonly status: string
      readonly mediaType: string
    }
  | {
      readonly in: 'header'
      readonly side: 'response'
      readonly status: string
      readonly name: string
    }

interface Base {
  /** Stable, and without a value: `startSyncWorkflowExecution request.path.project_id maxLength`. */
  readonly id: string
  readonly operation: string
  /** Who owes it. A deployment has to enforce what the client owes. */
  readonly party: 'client' | 'deployment'
  readonly source: Source
  /** Why it can never fail alone; then it counts in no denominator. */
  readonly implied?: string
}

/** A keyword of a schema at a place. `pointer` is a template of instances: `*` stands for any item or further name. */
export type SchemaConstraint = {
  readonly [K in Keyword]: Base & {
    readonly kind: K
    readonly value: KeywordValues[K]
    readonly place: Place
    readonly pointer: Pointer
    /** The schema that holds the keyword. */
    readonly node: SchemaNode
  }
}[Keyword]

/** A required parameter, header or body. */
export interface PresenceConstraint extends Base {
  readonly kind: 'presence'
  readonly value: true
  readonly place: Place
}

/** Percent-encoding and UTF-8 of a parameter (RFC 3986, 2.1). */
export interface EncodingConstraint extends Base {
  readonly kind: 'encoding'
  readonly value: 'UTF-8'
  readonly place: Place
}

/** A body is a text of its media type: JSON as in RFC 8259. */
export interface SyntaxConstraint extends Base {
  readonly kind: 'syntax'
  readonly value: string
  readonly place: Place
}

/** The documented media types of a body. */
export interface MediaTypeConstraint extends Base {
  readonly kind: 'mediaType'
  readonly value: readonly string[]
  readonly side: 'request' | 'response'
  /** The documented status, for a response. */
  readonly status?: string
}

/** A documented status: a response that should have it, or one of its class, has a documented one. */
export interface StatusConstraint extends Base {
  readonly kind: 'status'
  readonly value: string
}

/** A path takes its documented methods only. */
export interface MethodConstraint extends Base {
  readonly kind: 'method'
  readonly value: readonly string[]
}

/** Credentials are demanded. */
export interface SecurityConstraint extends Base {
  readonly kind: 'security'
  readonly value: readonly string[]
}

/** What the prose of a response says and its schema does not. */
export interface AdvisoryConstraint extends Base {
  readonly kind: 'advisory'
  readonly value: string
  readonly status: string
  readonly advisory: Advisory
}

export type Constraint =
  | SchemaConstraint
  | PresenceConstraint
  | EncodingConstraint
  | SyntaxConstraint
  | MediaTypeConstraint
  | StatusConstraint
  | MethodConstraint
  | SecurityConstraint
  | AdvisoryConstraint

/** `request.path.project_id`, `request.body`, `response.200`, `response.200.header.X-Rate`. */
export function placeLabel(place: Place): string {
  if (place.side === 'response')
    return place.in === 'body' ? `response.${place.status}` : `response.${place.status}.header.${place.name}`
  return place.in === 'body' ? 'request.body' : `request.${place.in}.${place.name}`
}

/** Whether it is a keyword of a schema. */
export const isSchemaConstraint = (constraint: Constraint): constraint is SchemaConstraint =>
  'pointer' in constraint && 'node' in constraint

/** Its id without the operation that it begins with. */
export const shortId = ({ id, operation }: Pick<Constraint, 'id' | 'operation'>): string =>
  id.slice(operation.length + 1)
