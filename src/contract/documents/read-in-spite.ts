import {
  appendToken,
  equal,
  isArray,
  isObject,
  type Json,
  lastToken,
  type Pointer,
  parentPointer,
  property,
  valueAt,
  withValueAt,
  writeJson,
} from '../../json/index.ts'
import {
  isImpossibleStatus,
  isRangeInSmallLetters,
  isWordOfSchemas,
  type Kind,
  readableHost,
  referenceOf,
} from '../openapi/index.ts'
import type { Violation } from './violations.ts'

/** Members that are for people to read, and what stands for one that is missing or wrong; if undefined, nothing does. */
const PROSE: { readonly [name: string]: Json | undefined } = {
  info: { title: '', version: '' },
  description: '',
  summary: '',
  contact: undefined,
  license: undefined,
  externalDocs: undefined,
  tags: undefined,
  deprecated: undefined,
  xml: undefined,
  example: undefined,
  examples: undefined,
}

/** What no operation needs. */
const IDLE: readonly (Kind | undefined)[] = ['callback', 'link']

/** Words of another version, by the part that they stand in: what they would demand is not to be lost. */
const MEANT: { readonly [kind in Kind]?: readonly string[] } = {
  operation: ['requestBody'],
  response: ['schema', 'content'],
  header: ['schema', 'content', 'collectionFormat'],
  parameter: ['schema', 'content', 'collectionFormat', 'style', 'explode'],
}

/** Where keywords of a schema stand, or would be taken for such. */
const HOLD_KEYWORDS: readonly Kind[] = ['schema', 'parameter', 'header', 'media type', 'response']

/** The part that stands at a pointer; undefined if none does. */
export type KindAt = (pointer: Pointer) => Kind | undefined

/**
 * A document as everybody reads it in spite of a violation: without what means nothing, or with what is missing and for
 * people alone. Undefined if the violation concerns what is demanded.
 */
export function readInSpiteOf(document: Json, violation: Violation, kindAt: KindAt): Json | undefined {
  const { pointer, keyword, name } = violation
  if (isElsewhere(document, pointer, kindAt)) return withValueAt(document, pointer, SOME_OPERATION)
  // What is told of it would hide what is wrong around it.
  const idle = around(pointer, (place) => IDLE.includes(kindAt(place)))
  if (idle !== undefined) return withValueAt(document, idle, undefined)
  const requirement = around(pointer, (place) => isRequirement(place, kindAt))
  if (requirement !== undefined) return withValueAt(document, requirement, [])
  const prose = around(pointer, (place) => isProseOfPart(place, kindAt))
  if (prose !== undefined) return withValueAt(document, prose, PROSE[lastToken(prose)])
  if (pointer === '/host') return withHost(document)
  if (isOptional(document, pointer, kindAt)) return withValueAt(document, pointer, undefined)
  if (keyword === 'uniqueItems') return withoutRepetitions(document, pointer)
  if (keyword === 'required' && name !== undefined && isProse(name) && kindAt(pointer) !== undefined)
    return withValueAt(document, appendToken(pointer, name), PROSE[name])
  const isUnknown = keyword === 'additionalProperties' || keyword === 'unevaluatedProperties'
  if (isUnknown && name !== undefined) return withoutUnknown(document, pointer, name, kindAt)
  return withPathParameterRequired(document, keyword === 'required' ? pointer : parentPointer(pointer), kindAt)
}

/** In the place of an operation that is written elsewhere. */
const SOME_OPERATION: Json = { responses: { default: { description: '' } } }

/** Whether an operation is a reference, which OpenAPI does not have there: it is read where that leads. */
const isElsewhere = (document: Json, pointer: Pointer, kindAt: KindAt): boolean =>
  kindAt(pointer) === 'operation' && referenceOf(valueAt(document, pointer) ?? null) !== undefined

const isProse = (name: string): boolean => Object.hasOwn(PROSE, name)

/** The innermost place, from `pointer` outwards, of which something holds. */
function around(pointer: Pointer, holds: (place: Pointer) => boolean): Pointer | undefined {
  for (let place = pointer; place !== ''; place = parentPointer(place)) if (holds(place)) return place
  return undefined
}

/** A property may have the name of what is prose. */
const isProseOfPart = (place: Pointer, kindAt: KindAt): boolean =>
  isProse(lastToken(place)) && kindAt(parentPointer(place)) !== undefined

/** The scopes that an operation asks for by a scheme: which scheme, is its name alone. */
function isRequirement(place: Pointer, kindAt: KindAt): boolean {
  const [, part] = /^(.*)\/security\/\d+\/[^/]+$/.exec(place) ?? []
  const kind = part === undefined ? undefined : kindAt(part)
  return kind === 'document' || kind === 'operation'
}

function withoutUnknown(document: Json, pointer: Pointer, name: string, kindAt: KindAt): Json | undefined {
  const without = withValueAt(document, appendToken(pointer, name), undefined)
  if (lastToken(pointer) === 'responses' && kindAt(parentPointer(pointer)) === 'operation') {
    if (isImpossibleStatus(name)) return without
    return isRangeInSmallLetters(name) ? withRange(document, pointer, name) : undefined
  }
  const kind = kindAt(pointer)
  if (kind === undefined || MEANT[kind]?.includes(name)) return undefined
  // A keyword of another version was meant, or one of a schema that is left out.
  const part = valueAt(document, pointer) ?? {}
  const isDescribed = isObject(part) && (Object.hasOwn(part, 'schema') || Object.hasOwn(part, 'content'))
  return isWordOfSchemas(name) && HOLD_KEYWORDS.includes(kind) && !isDescribed ? undefined : without
}

/** `2xx` as `2XX`. Beside that, it must say the same. */
function withRange(document: Json, responses: Pointer, name: string): Json | undefined {
  const [written, meant] = [appendToken(responses, name), appendToken(responses, name.toUpperCase())]
  const [response, same] = [valueAt(document, written), valueAt(document, meant)]
  if (response === undefined || (same !== undefined && !equal(same, response))) return undefined
  return withValueAt(withValueAt(document, written, undefined), meant, response)
}

/** A host of 2.0 with its scheme, or with a slash behind it. */
function withHost(document: Json): Json | undefined {
  const written = valueAt(document, '/host')
  const { host } = readableHost(typeof written === 'string' ? written : '')
  return host === undefined ? undefined : withValueAt(document, '/host', host)
}

/** `required: false` of a schema, by which nothing is required. */
const isOptional = (document: Json, pointer: Pointer, kindAt: KindAt): boolean =>
  lastToken(pointer) === 'required' &&
  kindAt(parentPointer(pointer)) === 'schema' &&
  valueAt(document, pointer) === false

function withoutRepetitions(document: Json, pointer: Pointer): Json | undefined {
  const list = valueAt(document, pointer)
  if (list === undefined || !isArray(list)) return undefined
  return withValueAt(document, pointer, [...new Map(list.map((item) => [writeJson(item), item])).values()])
}

/** A parameter of the path is required, whatever its `required` says. */
function withPathParameterRequired(document: Json, pointer: Pointer, kindAt: KindAt): Json | undefined {
  const parameter = kindAt(pointer) === 'parameter' ? valueAt(document, pointer) : undefined
  if (parameter === undefined || !isObject(parameter)) return undefined
  const isRequired = property(parameter, 'in') !== 'path' || property(parameter, 'required') === true
  return isRequired ? undefined : withValueAt(document, appendToken(pointer, 'required'), true)
}
