import { type Place, parameterKey, type SchemaConstraint } from '../../contract/constraints/index.ts'
import { type Contract, type SchemaNode, sideOf } from '../../contract/model/index.ts'
import {
  appendToken,
  isArray,
  isObject,
  type Json,
  type Pointer,
  parsePointer,
  valueAt,
  withValueAt,
} from '../../json/index.ts'
import { brokenAlone } from '../../judging/messages/index.ts'
import { type Base, currentValue } from './base.ts'
import { twinsOf } from './base-draft.ts'
import { isFile, overWire } from './body-base.ts'
import { applyFeatures, type Change, type NamedDraft, type Twin } from './draft.ts'
import { parameterOverWire } from './parameter-wire.ts'
import { writeRequest } from './write-request.ts'

/** The place in a request where the values of a constraint go. */
export interface Slot {
  readonly place: Place
  /** The schema of the whole place. */
  readonly schema: SchemaNode
  /** What the schemas at the place are resolved in. */
  readonly contract: Contract
  /** The conforming value that is varied at `pointer`. */
  readonly whole: Json
  readonly pointer: Pointer
  /** What a recipient of its bytes reads; undefined if it is not sent. */
  readonly read: (value: Json) => Json | undefined
  readonly change: (value: Json) => Change
  /** The conforming request that has the place. */
  readonly twin: Twin
}

/** The request that has `value` where the constraint applies. */
export function slotDraft(constraint: SchemaConstraint, slot: Slot, name: string, value: Json): NamedDraft {
  const { twin } = slot
  const changes = [slot.change(withValueAt(slot.whole, slot.pointer, value))]
  return { name, constraint: constraint.id, draft: applyFeatures(twin.draft, [{ name, changes }]), twin }
}

/** Whether a value breaks the constraint, and nothing else of the request. */
export function breaks(base: Base, constraint: SchemaConstraint, slot: Slot, value: Json): boolean {
  const { judge } = base
  const read = slot.read(withValueAt(slot.whole, slot.pointer, value))
  const [issue, ...others] = read === undefined ? [] : judge.issues(slot.place, slot.schema, read)
  if (issue?.constraint.id !== constraint.id || others.length > 0) return false
  const { draft } = slotDraft(constraint, slot, '', value)
  return brokenAlone(judge.request(writeRequest(judge, draft)))?.id === constraint.id
}

/** Undefined if the requests of an operation have no such place. */
export function slotOf(base: Base, constraint: SchemaConstraint): Slot | undefined {
  const { judge } = base
  const { place } = constraint
  if (place.side !== 'request') return undefined
  if (place.in === 'body') {
    const { body } = base
    const schema = body?.media.schema
    if (!body || !schema || place.mediaType !== body.media.name) return undefined
    const { first, fullest } = twinsOf(base)
    const hasPlace = [first, fullest].find(({ draft }) => isThere(draft.body, constraint))
    const twin = hasPlace ?? fullest
    const whole = twin.draft.body
    const pointer = whole === undefined ? undefined : pointerIn(whole, constraint)
    if (whole === undefined || pointer === undefined || isFile(body, pointer)) return undefined
    const { contract } = sideOf(judge.contract, 'request', 'judged')
    const read = (value: Json) => overWire(body.format, body.mediaType, value)
    const change = (value: Json): Change => ({ in: 'body', pointer: '', value })
    return { place, schema, contract, whole, pointer, read, change, twin }
  }
  const key = parameterKey(place)
  const parameter = judge.parameter(key)
  const whole = currentValue(base, key)
  const pointer = whole === undefined ? undefined : pointerIn(whole, constraint)
  if (!parameter || whole === undefined || pointer === undefined) return undefined
  return {
    place,
    schema: parameter.schema,
    contract: judge.contract,
    whole,
    pointer,
    read: (value) => parameterOverWire(judge, parameter, value),
    change: (value) => ({ in: 'parameter', key, value }),
    twin: twinsOf(base).first,
  }
}

/** Whether a body has an instance of a constraint's template. */
function isThere(body: Json | undefined, constraint: SchemaConstraint): boolean {
  const pointer = body === undefined ? undefined : pointerIn(body, constraint)
  return body !== undefined && pointer !== undefined && valueAt(body, pointer) !== undefined
}

/** Where an instance of a constraint's template is, or could be, in a value; for `required` the object. */
function pointerIn(value: Json, { kind, pointer }: SchemaConstraint): Pointer | undefined {
  const tokens = parsePointer(pointer)
  let place: Pointer = ''
  for (const token of kind === 'required' ? tokens.slice(0, -1) : tokens) {
    const container = valueAt(value, place)
    // What the document names stands first.
    if (isObject(container)) place = appendToken(place, token === '*' ? (Object.keys(container).at(-1) ?? 'x') : token)
    else if (isArray(container)) place = appendToken(place, token === '*' ? 0 : token)
    else return undefined
  }
  return place
}
