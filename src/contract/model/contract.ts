import type { Json, JsonObject, Pointer } from '../../json/index.ts'
import type { TextFormats } from './text-format.ts'

/** A place in a document as its author wrote it. `file` is the path or URL that the user named or a `$ref` led to. */
export interface Source {
  readonly file: string
  readonly pointer: Pointer
}

/**
 * A schema levelled to OpenAPI 3.1 (JSON Schema 2020-12) with the place that it comes from. Levelling keeps the shape:
 * a keyword at relative pointer `/properties/a/maxLength` of `schema` stands at `source.pointer` + that pointer in the
 * document. `$ref`s are kept; `Contract.resolve` follows them.
 */
export interface SchemaNode {
  readonly schema: JsonObject | boolean
  readonly source: Source
}

export interface Example {
  readonly name: string
  readonly value: Json
}

/** How a property of a form is sent (3.1, 4.8.15, Encoding Object): what the document says of it, and no more. */
export interface PropertyEncoding {
  /** As written; may be a list or a range: `image/png, image/*`. */
  readonly contentType?: string
  /** Of the property's part of a multipart form. */
  readonly headers: readonly ResponseHeader[]
  readonly layout?: {
    readonly style: ParameterStyle
    readonly explode: boolean
    readonly allowReserved: boolean
  }
  /** Of a part that is multipart itself: those of its properties, or of its parts in order (3.2). */
  readonly encoding?: ReadonlyMap<string, PropertyEncoding>
  readonly order?: PartOrder
}

/** How the items of a sequence are sent, if they are parts (3.2, `prefixEncoding` and `itemEncoding`). */
export interface PartOrder {
  readonly prefix: readonly PropertyEncoding[]
  readonly rest?: PropertyEncoding
}

export interface MediaType {
  /** As written: `application/json`, `image/*`. */
  readonly name: string
  /** Of a sequence, the schema of the list of its items. */
  readonly schema?: SchemaNode
  /** If it is a sequence (3.2, "Sequential Media Types"). */
  readonly order?: PartOrder
  /** Of the properties of a form. */
  readonly encoding?: ReadonlyMap<string, PropertyEncoding>
  /** `example` and `examples`, or the schema's own if neither is given. Those with `externalValue` are left out. */
  readonly examples: readonly Example[]
  readonly source: Source
}

export type ParameterLocation = 'path' | 'query' | 'querystring' | 'header' | 'cookie'
/** Those of OpenAPI 3, and `tabDelimited`, the `tsv` of 2.0. */
export type ParameterStyle =
  | 'simple'
  | 'label'
  | 'matrix'
  | 'form'
  | 'spaceDelimited'
  | 'tabDelimited'
  | 'pipeDelimited'
  | 'deepObject'
  /** As `form`, and nothing is percent-encoded (3.2). */
  | 'cookie'

/** A query that is one value (3.2, Parameter Object, `querystring`) is described by its media type. */
export type Parameter = ParameterFields &
  (
    | { readonly in: Exclude<ParameterLocation, 'querystring'> }
    | { readonly in: 'querystring'; readonly media: MediaType }
  )

interface ParameterFields {
  readonly name: string
  readonly required: boolean
  readonly style: ParameterStyle
  readonly explode: boolean
  readonly allowReserved: boolean
  /** Of the query: whether it may be empty, whatever its schema says (3.1, 4.8.12, and 2.0, `allowEmptyValue`). */
  readonly allowsEmpty: boolean
  /** If the parameter is described by `content` instead of `schema`. */
  readonly contentType?: string
  readonly schema: SchemaNode
  readonly examples: readonly Example[]
  readonly source: Source
}

export interface RequestBody {
  readonly required: boolean
  readonly content: readonly MediaType[]
  readonly source: Source
}

export interface ResponseHeader {
  readonly name: string
  readonly required: boolean
  /** Of the style `simple`, which is the only one of headers. */
  readonly explode: boolean
  /** If it is described by `content` instead of `schema`. */
  readonly contentType?: string
  readonly schema: SchemaNode
  readonly source: Source
}

/** From `x-advisories` on a response: what the prose says and the schema does not; breaking it is never an error. */
export type Advisory = {
  /** Names it in ids: its `name` or, if it has none, its number in the list. */
  readonly name: string
  readonly message: string
  readonly source: Source
} & (
  | { readonly kind: 'schema'; readonly schema: SchemaNode }
  /** Properties with times that do not run backwards in this order. Empty strings are skipped. */
  | { readonly kind: 'order'; readonly properties: readonly string[] }
  /** Of no extension: what is `writeOnly` should not be sent back (3.0, Schema Object). */
  | { readonly kind: 'writeOnly'; readonly mediaType: string }
)

export interface DocumentedResponse {
  /** `200`, `4XX` or `default`. */
  readonly status: string
  readonly content: readonly MediaType[]
  readonly headers: readonly ResponseHeader[]
  readonly advisories: readonly Advisory[]
  readonly source: Source
}

/** A flow of OAuth 2 that asks nobody (RFC 6749, 4.3 and 4.4). */
export interface OAuthFlow {
  readonly grant: 'password' | 'client_credentials'
  /** As written; may be relative. */
  readonly tokenUrl: string
}

export type SecurityScheme = { readonly name: string } & (
  | {
      readonly type: 'apiKey'
      readonly in: 'query' | 'header' | 'cookie'
      readonly parameter: string
    }
  | { readonly type: 'http'; readonly scheme: string }
  /** `flows` are those that a program can go through by itself; if left out, there are none. */
  | { readonly type: 'oauth2'; readonly flows?: readonly OAuthFlow[] }
  | { readonly type: 'openIdConnect' | 'mutualTLS' }
)

/** From `x-platform-answers` on an operation: what stands in front of a deployment and says that it was not reached. */
export interface PlatformAnswer {
  readonly status: number
  readonly code: string
  readonly meaning: string
}

export interface Operation {
  /** `operationId`, or `METHOD /path` if there is none. Unique in a contract. */
  readonly id: string
  /** As it is sent: in capitals, unless `additionalOperations` (3.2) names it otherwise. */
  readonly method: string
  /** The template, as written: `/v2/{project_id}/fgs`. */
  readonly path: string
  /** Methods that the document describes at this path, as they are sent. */
  readonly methodsOfPath: readonly string[]
  readonly tags: readonly string[]
  /** As in the contract, of the operation itself or else of its path; empty if those of the contract hold. */
  readonly servers: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly requestBody?: RequestBody
  readonly responses: readonly DocumentedResponse[]
  /** Alternatives, each a set of schemes needed together; empty if the operation is open to all. */
  readonly security: readonly (readonly SecurityScheme[])[]
  readonly platformAnswers: readonly PlatformAnswer[]
  /** What the document says and its version's specification ignores: sentences for a person. */
  readonly ignored: readonly string[]
  readonly source: Source
}

/** What a user can call an operation by; the method of a path whose operations nobody can read is `*`. */
export type OperationName = Pick<Operation, 'id' | 'method' | 'path' | 'tags'>

/** An operation of which nothing can be planned, since the document is at fault in what it needs. */
export interface ClosedOperation extends OperationName {
  readonly source: Source
  /** `not planned: `, where the fault is, what is wrong and what to do. */
  readonly reason: string
}

/** The types of what operations take and give, by operation: `responses` by status. */
export interface AnyOperations {
  readonly [operation: string]: { readonly responses: { readonly [status: number]: Json } }
}

/** A contract with types that TypeScript knows, too. */
export interface TypedContract<Operations> extends Contract {
  /** For types alone: it is never set. */
  readonly operationTypes?: Operations
}

export interface Contract {
  readonly title: string
  readonly version: string
  /** SHA-256 in hex over the bytes of every file of the contract. */
  readonly digest: string
  /** The root document as the user named it. */
  readonly file: string
  /** The URLs of all files of the document; if left out, they are not known. */
  readonly files?: readonly string[]
  /** Server URLs with variables at their defaults, in order; may be relative or empty. */
  readonly servers: readonly string[]
  readonly operations: readonly Operation[]
  /** Those that are not among `operations` since the document is at fault; none if left out. */
  readonly closed?: readonly ClosedOperation[]
  /** What in the document is wrong and everybody reads all the same: sentences for a person. */
  readonly tolerated?: readonly string[]
  /** The names of all security schemes of the document, those that no operation asks for too; if left out, those of operations. */
  readonly schemeNames?: readonly string[]
  /** Formats of texts that the user defines besides. */
  readonly formats?: TextFormats
  /** Bytes that a value which is made may take as JSON; if left out, what every server takes. */
  readonly maxBody?: number
  /** Which of the keywords that few documents use may occur in this one; if left out, any may. */
  readonly words?: ReadonlySet<string>
  /**
   * The schema that a `$ref` written at `from` leads to, beyond schemas that are references and nothing else. Throws
   * ContractError if it leads nowhere.
   */
  resolve(reference: string, from: Source): SchemaNode
  /** The line, from 1, where a place stands in its file; undefined if that cannot be told. Costly: for reports only. */
  lineOf(source: Source): number | undefined
}
