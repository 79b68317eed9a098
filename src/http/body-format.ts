import type { Json, JsonType } from '../json/index.ts'
import type { ItemFraming } from './framing.ts'
import type { ParameterShape, StyledParameter } from './parameter-styles.ts'

/** How one property of a form is laid out (OpenAPI 3.1, 4.8.15, Encoding Object). */
export interface FieldFormat {
  /** In an urlencoded form as in a query; in a multipart one its name, and `contentType` if that is documented. */
  readonly parameter: StyledParameter
  readonly shape: ParameterShape
  /** Bytes, each a character of a string: a file of a multipart form. */
  readonly binary: boolean
  /** Of its part. */
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** One part of a body whose parts are told apart by their places alone. */
export interface PartFormat {
  /** What it may be of; the first is written. */
  readonly contentTypes: readonly [string, ...string[]]
  readonly format: BodyFormat
}

/** How a body carries a value: what a reader must know besides the bytes. */
export type BodyFormat =
  | { readonly kind: 'json' }
  /** A single value, as a text. */
  | { readonly kind: 'text'; readonly types: readonly JsonType[] }
  /** A string in which each character is a byte, so that lengths are counted in bytes (OpenAPI 3.1, 4.8.14). */
  | { readonly kind: 'binary' }
  | {
      readonly kind: 'form' | 'multipart'
      readonly fields: ReadonlyMap<string, FieldFormat>
      /** Types of what is not named; strings if left out. */
      readonly rest?: readonly JsonType[]
    }
  /** A list, item by item (OpenAPI 3.2, "Sequential Media Types"). */
  | { readonly kind: 'sequence'; readonly framing: ItemFraming }
  /** A list, each item a part: the first ones as `prefix` says. */
  | { readonly kind: 'parts'; readonly prefix: readonly PartFormat[]; readonly rest: PartFormat }
  /** Nothing says how a value is written: why, for a person. */
  | { readonly kind: 'opaque'; readonly why: string }

export type BodyReading =
  | {
      readonly kind: 'value'
      readonly value: Json
      /** The JSON that it was read from, if it is JSON. */
      readonly json?: string
      /** What a recipient may refuse all the same. */
      readonly hazards?: readonly string[]
    }
  /** `before` are the items of a sequence that could be read before it breaks. */
  | { readonly kind: 'malformed'; readonly what: string; readonly before?: readonly Json[] }
  /** Not read as a value. */
  | { readonly kind: 'opaque' }
