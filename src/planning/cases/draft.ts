import type { BodyFormat } from '../../http/index.ts'
import {
  isObject,
  isWithin,
  type Json,
  lastToken,
  type Pointer,
  parentPointer,
  valueAt,
  withValueAt,
  withValuesAt,
  writeJson,
} from '../../json/index.ts'

/** A request before it is written: values in their places, and what of it is to be sent as it stands. */
export interface Draft {
  readonly method: string
  /** Values by `in.name`. */
  readonly parameters: ReadonlyMap<string, Json>
  /** What goes to the wire in place of what would be written for a parameter, by `in.name`. */
  readonly raw: ReadonlyMap<string, string>
  /** The one media type, or range, of answers that is asked for; all that are documented if left out. */
  readonly accept: string | undefined
  /** Without the boundary of a multipart body, which comes of its bytes. */
  readonly contentType: string | undefined
  readonly format: BodyFormat
  readonly body: Json | undefined
  /** White space around the body's JSON (RFC 8259, 2). */
  readonly padded: boolean
  /** JSON members, as text, for the object at `spliceAt`: what no JSON writer would write. */
  readonly splices: readonly string[]
  readonly spliceAt: Pointer
  /** The body as it stands, in place of `body`. */
  readonly rawBody: Uint8Array | undefined
}

/** Sets a value in its place, or takes it away. */
export type ValueChange =
  | { readonly in: 'parameter'; readonly key: string; readonly value: Json | undefined }
  | { readonly in: 'body'; readonly pointer: Pointer; readonly value: Json | undefined }

export type Change =
  | ValueChange
  | { readonly in: 'contentType'; readonly value: string | undefined }
  | { readonly in: 'accept'; readonly value: string }
  | { readonly in: 'padding' }
  | { readonly in: 'splice'; readonly text: string }
  | { readonly in: 'rawBody'; readonly bytes: Uint8Array }

/** An optional place whose values are refused: the cases of its operation leave it out, but for those that break it. */
export interface LeftOut {
  /** What was refused. */
  readonly change: ValueChange
  readonly reason: string
}

/** One thing to try, apart from all else: it may be packed with others that touch other places. */
export interface Feature {
  /** `request.body /input: prototype names`. */
  readonly name: string
  readonly changes: readonly Change[]
  /** Whether it is a body of its own, which may differ in many places from the one that it stands for. */
  readonly whole?: true
  /** The same place set otherwise, each like it in one respect. */
  readonly like?: readonly Change[]
  /** Names that the whole body which it sets must not have. */
  readonly lacks?: readonly string[]
}

/** The conforming draft that another differs from in one place alone. */
export interface Twin {
  readonly name: string
  readonly draft: Draft
}

/** A draft as a case has it, and what it is for. */
export interface NamedDraft {
  /** Names the case: `request.body /input type: null, barest body`. */
  readonly name: string
  /** The id of the constraint that it is meant to break, and no other; undefined if it is meant to break none by itself. */
  readonly constraint?: string
  readonly draft: Draft
  /** Is a case too, if this is one: without an accepted twin no refusal counts. */
  readonly twin?: Twin
  /** Taken only if no other draft that breaks the constraint comes out as meant, and has a twin. */
  readonly isSpare?: boolean
}

/** Stands for the splices while the rest of the body is written. */
const MARK = '\u0000splice'

/** Values of parameters and bodies are copied once for all changes, however many there are. */
export function applyFeatures(draft: Draft, features: readonly Feature[]): Draft {
  const changes = features.flatMap((feature) => feature.changes)
  const ofBody = changes.filter((change) => change.in === 'body')
  const ofParameters = changes.filter((change) => change.in === 'parameter')
  return changes.reduce(applyChange, {
    ...draft,
    ...(ofParameters.length > 0 && { parameters: withParameters(draft.parameters, ofParameters) }),
    ...(ofBody.length > 0 && { body: withValuesAt(draft.body, ofBody) }),
  })
}

function withParameters(
  before: Draft['parameters'],
  changes: readonly Extract<ValueChange, { in: 'parameter' }>[],
): Draft['parameters'] {
  const parameters = new Map(before)
  for (const { key, value } of changes) {
    if (value === undefined) parameters.delete(key)
    else parameters.set(key, value)
  }
  return parameters
}

function applyChange(draft: Draft, change: Change): Draft {
  switch (change.in) {
    case 'parameter':
    case 'body':
      // Set before, all at once.
      return draft
    case 'contentType':
      return { ...draft, contentType: change.value }
    case 'accept':
      return { ...draft, accept: change.value }
    case 'padding':
      return { ...draft, padded: true }
    case 'splice':
      return { ...draft, splices: [...draft.splices, change.text] }
    case 'rawBody':
      return { ...draft, rawBody: change.bytes }
  }
}

/** Whether two features, the first of them applied first, touch the same place, so that no request can carry both. */
export const collide = (a: Feature, b: Feature): boolean =>
  a.changes.some((change) => b.changes.some((other) => overlap(change, other, a.lacks)))

function overlap(a: Change, b: Change, lacks: readonly string[] = []): boolean {
  if (a.in === 'splice' || b.in === 'splice') return false
  if (a.in === 'body' && b.in === 'body') {
    if (a.pointer === '' && a.value !== undefined && addsTo(a.value, b)) return lacks.includes(lastToken(b.pointer))
    return isWithin(b.pointer, a.pointer) || isWithin(a.pointer, b.pointer)
  }
  if (a.in === 'parameter' && b.in === 'parameter') return a.key === b.key
  return a.in === b.in
}

/** Whether a change only adds a property to an object of a whole body, which then is there all the same. */
function addsTo(body: Json, { pointer, value }: Extract<Change, { in: 'body' }>): boolean {
  if (pointer === '' || value === undefined) return false
  const parent = valueAt(body, parentPointer(pointer))
  return isObject(parent) && valueAt(body, pointer) === undefined
}

/** The JSON text of a draft's body. */
export function draftText(draft: Draft): string | undefined {
  if (draft.body === undefined) return undefined
  const text = draft.splices.length === 0 ? writeJson(draft.body) : splicedText(draft, draft.body)
  return draft.padded ? ` \t\r\n${text}\n ` : text
}

function splicedText({ spliceAt, splices }: Draft, body: Json): string {
  const marked = writeJson(withValueAt(body, `${spliceAt}/${MARK}`, 0))
  return marked.replace(`${JSON.stringify(MARK)}:0`, () => splices.join(','))
}
