import type { Place, SchemaConstraint } from '../constraints/index.ts'
import { type Contract, type SchemaNode, sideOf } from '../contract/index.ts'
import { Draws, negatives } from '../generators/index.ts'
import {
  appendToken,
  isArray,
  isObject,
  type Json,
  type Pointer,
  parsePointer,
  valueAt,
  withValueAt,
} from '../json/index.ts'
import { isSchemaConstraint } from './at-edge.ts'
import { type Base, currentValue } from './base.ts'
import { isFile, overWire } from './body-base.ts'
import { brokenBy, type Case } from './case.ts'
import { applyFeatures, type Change } from './draft.ts'
import type { Fault } from './negative-cases.ts'
import { parameterOverWire } from './parameter-wire.ts'
import { baseDraft, fullBody } from './positive-cases.ts'
import { writeRequest } from './write-request.ts'

/** Values that are tried for one constraint, and for all of an operation. */
const MOST_TRIED = 200
const MOST_TRIED_IN_ALL = 2_000

/** Where a constraint's values go. */
interface Trial {
  readonly place: Place
  /** The schema of the whole place. */
  readonly schema: SchemaNode
  /** What the schemas at the place are resolved in. */
  readonly contract: Contract
  /** The conforming value that is varied at `pointer`. */
  readonly whole: Json
  readonly pointer: Pointer
  /** What a recipient of its bytes reads; undefined where it is not sent. */
  readonly read: (value: Json) => Json | undefined
  readonly change: (value: Json) => Change
}

/**
 * Of the constraints that no case breaks alone, those that some value does, found by trying; each once. No rule tells
 * what breaks any pattern, or what the branches of a union leave out.
 */
export function foundFaults(base: Base, cases: readonly Case[]): Fault[] {
  const broken = new Set(cases.flatMap((one) => brokenBy(one) ?? []))
  let left = MOST_TRIED_IN_ALL
  return base.judge.constraints.filter(isSchemaConstraint).flatMap((constraint) => {
    if (constraint.party !== 'client' || constraint.implied !== undefined || broken.has(constraint.id)) return []
    const trial = left > 0 ? trialOf(base, constraint) : undefined
    const found = trial && foundFault(base, constraint, trial, Math.min(left, MOST_TRIED), () => left--)
    return found ? [found] : []
  })
}

function foundFault(
  base: Base,
  constraint: SchemaConstraint,
  trial: Trial,
  most: number,
  tried: () => void,
): Fault | undefined {
  const { judge } = base
  const { id, kind, source } = constraint
  const draft = { ...baseDraft(base), body: fullBody(base) }
  const name = `${id.slice(constraint.operation.length + 1)}: found by trying`
  const faultOf = (value: Json): Fault => ({
    name,
    constraint: id,
    draft: applyFeatures(draft, [{ name, changes: [trial.change(withValueAt(trial.whole, trial.pointer, value))] }]),
  })
  const isAlone = (issues: readonly { readonly constraint: { readonly id: string } }[]): boolean =>
    issues.length === 1 && issues[0]?.constraint.id === id
  const breaks = (value: Json): boolean => {
    tried()
    const read = trial.read(withValueAt(trial.whole, trial.pointer, value))
    if (read === undefined || !isAlone(judge.issues(trial.place, trial.schema, read))) return false
    const { verdict } = judge.request(writeRequest(judge.operation, faultOf(value).draft))
    return verdict.kind === 'breaking' && isAlone(verdict.issues)
  }
  const issue = { pointer: trial.pointer, keyword: kind, source, expected: '' }
  const validate = (value: Json) => (breaks(value) ? [issue] : [])
  const [first] = negatives(Draws.of(trial.contract), constraint.node, validate, most)
  return first && faultOf(first.value)
}

function trialOf(base: Base, constraint: SchemaConstraint): Trial | undefined {
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
  const key = `${place.in}.${place.name}`
  const parameter = judge.operation.parameters.find((one) => one.in === place.in && one.name === place.name)
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
  let at: Pointer = ''
  for (const token of kind === 'required' ? tokens.slice(0, -1) : tokens) {
    const container = valueAt(value, at)
    // What the document names stands first.
    if (isObject(container)) at = appendToken(at, token === '*' ? (Object.keys(container).at(-1) ?? 'x') : token)
    else if (isArray(container)) at = appendToken(at, token === '*' ? 0 : token)
    else return undefined
  }
  return at
}
