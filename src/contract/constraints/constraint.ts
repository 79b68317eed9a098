import type { Pointer } from '../../json/index.ts'
import type { Advisory, Keyword, KeywordValues, SchemaNode, Source } from '../model/index.ts'
import type { ParameterPlace, Place } from './place.ts'

interface ConstraintBase {
  /** Stable, and without a value: `startSyncWorkflowExecution request.path.project_id maxLength`. */
  readonly id: string
  readonly operation: string
  /** Who owes it. A deployment has to enforce what the client owes. */
  readonly party: 'client' | 'deployment'
  readonly source: Source
  /** Why it can never fail alone; then it counts in no denominator. */
  readonly implied?: string
  /** Whether it is left untested because nobody judges by it; `implied` says why. */
  readonly isUnjudged?: true
}

/** A keyword of a schema at a place. `pointer` is a template of instances: `*` stands for any item or further name. */
export type SchemaConstraint = {
  readonly [K in Keyword]: ConstraintBase & {
    readonly about: 'value'
    readonly kind: K
    readonly value: KeywordValues[K]
    readonly place: Place
    readonly pointer: Pointer
    /** The schema that holds the keyword. */
    readonly node: SchemaNode
  }
}[Keyword]

/** A required parameter, header or body. */
export interface PresenceConstraint extends ConstraintBase {
  readonly about: 'place'
  readonly kind: 'presence'
  readonly value: true
  readonly place: Place
}

/** Percent-encoding and UTF-8 of a parameter (RFC 3986, 2.1). */
export interface EncodingConstraint extends ConstraintBase {
  readonly about: 'place'
  readonly kind: 'encoding'
  readonly value: 'UTF-8'
  readonly place: ParameterPlace
}

/** A body is a text of its media type: JSON as in RFC 8259. */
export interface SyntaxConstraint extends ConstraintBase {
  readonly about: 'place'
  readonly kind: 'syntax'
  readonly value: string
  readonly place: Place
}

/** The documented media types of a body. */
export interface MediaTypeConstraint extends ConstraintBase {
  readonly about: 'message'
  readonly kind: 'mediaType'
  readonly value: readonly string[]
  readonly side: 'request' | 'response'
  /** The documented status, for a response. */
  readonly status?: string
}

/** A documented status: a response that should have it, or one of its class, has a documented one. */
export interface StatusConstraint extends ConstraintBase {
  readonly about: 'message'
  readonly kind: 'status'
  readonly value: string
}

/** A path takes its documented methods only. */
export interface MethodConstraint extends ConstraintBase {
  readonly about: 'message'
  readonly kind: 'method'
  readonly value: readonly string[]
}

/** Credentials are demanded. */
export interface SecurityConstraint extends ConstraintBase {
  readonly about: 'message'
  readonly kind: 'security'
  readonly value: readonly string[]
}

/** What the prose of a response says and its schema does not. */
export interface AdvisoryConstraint extends ConstraintBase {
  readonly about: 'message'
  readonly kind: 'advisory'
  readonly value: string
  readonly status: string
  readonly advisory: Advisory
}

/** `about` tells what has a place in a message, and is of its value or of the place, from what the whole message owes. */
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

/** A keyword that a value in a message has to fit. */
export const isSchemaConstraint = (constraint: Constraint): constraint is SchemaConstraint =>
  constraint.about === 'value'

/** A keyword that a value in a request has to fit. */
export const isRequestConstraint = (constraint: Constraint): constraint is SchemaConstraint =>
  constraint.about === 'value' && constraint.party === 'client'

/** Where in a message it applies; undefined if it is about the whole of it. */
export const placeOf = (constraint: Constraint): Place | undefined =>
  constraint.about === 'message' ? undefined : constraint.place

/** The documented status that a constraint of a response belongs to, such as `200`, `4XX` or `default`. */
export function documentedStatus(constraint: Constraint): string | undefined {
  switch (constraint.kind) {
    case 'status':
      return constraint.value
    case 'mediaType':
    case 'advisory':
      return constraint.status
    case 'method':
    case 'security':
      return undefined
    default:
      return constraint.place.side === 'response' ? constraint.place.status : undefined
  }
}

/** Its id without the operation that it begins with: `request.body type` of `createPet request.body type`. */
export const shortId = ({ id, operation }: Pick<Constraint, 'id' | 'operation'>): string =>
  id.startsWith(`${operation} `) ? id.slice(operation.length + 1) : id
