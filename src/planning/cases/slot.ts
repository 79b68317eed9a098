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
import { fullBody, fullDraft } from './base-draft.ts'
import { isFile, overWire } from './body-base.ts'
import { applyFeatures, type Change, type NamedDraft } from './draft.ts'
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
}

/** The request that has `value` where the constraint applies. */
export function slotDraft(base: Base, constraint: SchemaConstraint, slot: Slot, name: string, value: Json): NamedDraft {
  const draft = fullDraft(base)
  const changes = [slot.change(withValueAt(slot.whole, slot.pointer, value))]
  return { name, constraint: constraint.id, draft: applyFeatures(draft, [{ name, changes }]) }
}

/** Whether a value breaks the constraint, and nothing else of the request. */
export function breaks(base: Base, constraint: SchemaConstraint, slot: Slot, value: Json): boolean {
  const { judge } = base
  const read = slot.read(withValueAt(slot.whole, slot.pointer, value))
  const [issue, ...others] = read === undefined ? [] : judge.issues(slot.place, slot.schema, read)
  if (issue?.constraint.id !== constraint.id || others.length > 0) return false
  const { draft } = slotDraft(base, constraint, slot, '', value)
  return brokenAlone(judge.request(writeRequest(judge.operation, draft)))?.id === constraint.id
}

/** Undefined if the requests of an operation have no such place. */
export function slotOf(base: Base, constraint: SchemaConstraint): Slot | undefined {
  const { judge } = base
  const { place } = constraint
  if (place.side !== 'request') return undefined
  if (place.in === 'body') {
    const { body } = base
    const whole = fullBody(base)
    const schema = body?.media.schema
    if (!body || !schema || whole === undefined || place.mediaType !== body.media.name) return undefined
    const pointer = pointerIn(whole, constraint)
    if (pointer === undefined || isFile(body, pointer)) return undefined
    const { contract } = sideOf(judge.contract, 'request', 'judged')
    const read = (value: Json) => overWire(body.format, body.mediaType, value)
    return { place, schema, contract, whole, pointer, read, change: (value) => ({ in: 'body', pointer: '', value }) }
  }
  const key = parameterKey(place)
  const parameter = judge.operation.parameters.find((candidate) => parameterKey(candidate) === key)
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
  }
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
