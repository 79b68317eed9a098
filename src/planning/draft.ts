import type { Operation } from '../contract/index.ts'
import { type HttpRequest, writeParameter } from '../http/index.ts'
import { type Json, type Pointer, parsePointer, withValueAt } from '../json/index.ts'
import { pathTemplate } from '../validation/index.ts'

/** A request before it is written: values in their places, and what of it is to be sent as it stands. */
export interface Draft {
  readonly method: string
  /** Values by `in.name`. */
  readonly parameters: ReadonlyMap<string, Json>
  /** Texts of path parameters that go to the wire unencoded. */
  readonly rawSegments: ReadonlyMap<string, string>
  readonly contentType: string | undefined
  readonly body: Json | undefined
  /** White space around the body's JSON (RFC 8259, 2). */
  readonly padded: boolean
  /** JSON members, as text, for the object at `spliceAt`: what no JSON writer would write. */
  readonly splices: readonly string[]
  readonly spliceAt: Pointer
  /** The body as it stands, in place of `body`. */
  readonly rawBody: Uint8Array | undefined
}

export type Change =
  | { readonly in: 'parameter'; readonly key: string; readonly value: Json | undefined }
  | { readonly in: 'segment'; readonly key: string; readonly text: string }
  | { readonly in: 'body'; readonly pointer: Pointer; readonly value: Json | undefined }
  | { readonly in: 'contentType'; readonly value: string | undefined }
  | { readonly in: 'padding' }
  | { readonly in: 'splice'; readonly text: string }
  | { readonly in: 'rawBody'; readonly bytes: Uint8Array }

/** One thing to try, apart from all else: it may be packed with others that touch other places. */
export interface Feature {
  /** `request.body /input: prototype names`. */
  readonly name: string
  readonly changes: readonly Change[]
  /** The same place set otherwise, each like it in one respect. */
  readonly like?: readonly Change[]
}

/** Stands for the splices while the rest of the body is written. */
const MARK = '\u0000splice'

export function applyFeatures(draft: Draft, features: readonly Feature[]): Draft {
  return features.flatMap(({ changes }) => changes).reduce(applyChange, draft)
}

function applyChange(draft: Draft, change: Change): Draft {
  switch (change.in) {
    case 'parameter': {
      const parameters = new Map(draft.parameters)
      if (change.value === undefined) parameters.delete(change.key)
      else parameters.set(change.key, change.value)
      return { ...draft, parameters }
    }
    case 'segment':
      return { ...draft, rawSegments: new Map(draft.rawSegments).set(change.key, change.text) }
    case 'body':
      return {
        ...draft,
        body: change.pointer === '' ? change.value : withValueAt(draft.body ?? {}, change.pointer, change.value),
      }
    case 'contentType':
      return { ...draft, contentType: change.value }
    case 'padding':
      return { ...draft, padded: true }
    case 'splice':
      return { ...draft, splices: [...draft.splices, change.text] }
    case 'rawBody':
      return { ...draft, rawBody: change.bytes }
  }
}

/** Whether two features touch the same place, so that no request can carry both. */
export const collide = (a: Feature, b: Feature): boolean =>
  a.changes.some((one) => b.changes.some((other) => overlap(one, other)))

function overlap(a: Change, b: Change): boolean {
  if (a.in === 'splice' || b.in === 'splice') return false
  if (a.in === 'body' && b.in === 'body') return isPrefix(a.pointer, b.pointer) || isPrefix(b.pointer, a.pointer)
  if (a.in === 'parameter' && b.in === 'parameter') return a.key === b.key
  return a.in === b.in
}

function isPrefix(short: Pointer, long: Pointer): boolean {
  const tokens = parsePointer(long)
  return parsePointer(short).every((token, index) => token === tokens[index])
}

/** The JSON text of a draft's body. */
export function bodyText(draft: Draft): string | undefined {
  if (draft.body === undefined) return undefined
  const marked = draft.splices.length === 0 ? draft.body : withValueAt(draft.body, `${draft.spliceAt}/${MARK}`, 0)
  const text = JSON.stringify(marked).replace(`${JSON.stringify(MARK)}:0`, () => draft.splices.join(','))
  return draft.padded ? ` \t\r\n${text}\n ` : text
}

/** Writes a draft as the request that goes to the wire; the target is without the server's base path. */
export function writeRequest(operation: Operation, draft: Draft): HttpRequest {
  const written = (name: string): string => {
    const raw = draft.rawSegments.get(name)
    if (raw !== undefined) return raw
    const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name)
    const value = draft.parameters.get(`path.${name}`)
    return parameter && value !== undefined ? writeParameter(parameter, value) : ''
  }
  const pieces = (place: 'query' | 'cookie'): string[] =>
    operation.parameters.flatMap((parameter) => {
      const value = draft.parameters.get(`${parameter.in}.${parameter.name}`)
      const piece = parameter.in === place && value !== undefined ? writeParameter(parameter, value) : ''
      return piece === '' ? [] : [piece]
    })
  const query = pieces('query').join('&')
  const cookie = pieces('cookie').join('; ')
  const headers = operation.parameters.flatMap((parameter): [string, string][] => {
    const value = draft.parameters.get(`${parameter.in}.${parameter.name}`)
    return parameter.in === 'header' && value !== undefined ? [[parameter.name, writeParameter(parameter, value)]] : []
  })
  const accept = acceptOf(operation)
  const text = bodyText(draft)
  const body = draft.rawBody ?? (text === undefined ? undefined : new TextEncoder().encode(text))
  return {
    method: draft.method,
    target: pathTemplate(operation.path).fill(written) + (query === '' ? '' : `?${query}`),
    headers: [
      ...(accept === '' ? [] : [['accept', accept] as const]),
      ...(draft.contentType === undefined ? [] : [['content-type', draft.contentType] as const]),
      ...(cookie === '' ? [] : [['cookie', cookie] as const]),
      ...headers,
    ],
    ...(body && { body }),
  }
}

const acceptOf = (operation: Operation): string =>
  [...new Set(operation.responses.flatMap(({ content }) => content.map(({ name }) => name)))].join(', ')
