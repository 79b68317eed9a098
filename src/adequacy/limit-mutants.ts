import { matchesPattern } from '../bounded/index.ts'
import {
  isEdge,
  isLimitKeyword,
  isSchemaConstraint,
  KEYWORDS,
  type LimitKeyword,
  placeKey,
  type SchemaConstraint,
} from '../contract/constraints/index.ts'
import type { Outcome } from '../http/index.ts'
import { isObject, type Json, plus } from '../json/index.ts'
import { type Answered, breaksAlone, brokenIn, instancesIn, mustBeAccepted, mutantOf } from './departures.ts'
import type { Ground } from './ground.ts'
import type { Mutant, Situation } from './mutant.ts'

type LimitConstraint = Extract<SchemaConstraint, { readonly kind: LimitKeyword }>

const isLimit = (constraint: SchemaConstraint): constraint is LimitConstraint => isLimitKeyword(constraint.kind)

/** A limit that is enforced one too late, one too early, or by another unit. */
export function limitMutants(ground: Ground, constraint: SchemaConstraint, answered: Answered): Mutant[] {
  if (!isLimit(constraint)) return []
  const early = refusedAtEdge(constraint, answered)
  if (constraint.implied !== undefined) return early
  return [offByOne(constraint, answered), ...early, ...counted(ground, constraint, answered)]
}

function offByOne(constraint: LimitConstraint, { accepted }: Answered): Mutant {
  const { kind, value: limit, node } = constraint
  const { measure, isExclusive } = KEYWORDS[kind].limit
  const { multipleOf } = isObject(node.schema) ? node.schema : {}
  const step = typeof multipleOf === 'number' ? Math.max(1, multipleOf) : 1
  const isNext = (value: Json): boolean => {
    const measured = measure(value)
    if (measured === undefined) return false
    return isExclusive ? measured === limit : measured <= plus(limit, step) && measured >= plus(limit, -step)
  }
  return mutantOf(constraint, {
    kind: 'off by one',
    description: isExclusive ? 'It lets the bound itself through.' : 'It lets one more step through.',
    shows: 'the constraint',
    answer: (situation) =>
      breaksAlone(situation, constraint) && brokenIn(constraint, situation.judged).every(isNext) ? accepted : undefined,
  })
}

/** A limit of nothing, and one that any value keeps, has an edge all the same. */
function refusedAtEdge(constraint: LimitConstraint, { refused, unprocessable }: Answered): Mutant[] {
  const { kind, value: limit, node } = constraint
  const { isExclusive } = KEYWORDS[kind].limit
  if (constraint.implied !== undefined && kind !== 'minLength') return []
  const isInteger = isObject(node.schema) && node.schema.type === 'integer'
  if (isExclusive && !isInteger) return []
  const isAt = (value: Json): boolean =>
    isExclusive ? value === plus(limit, 1) || value === plus(limit, -1) : isEdge(constraint, value)
  const mutant = (outcome: Outcome, status?: string): Mutant =>
    mutantOf(constraint, {
      kind: 'refused at its edge',
      ...(status !== undefined && { which: status }),
      description: 'It refuses what is just allowed.',
      answer: (situation) =>
        mustBeAccepted(situation) && instancesIn(constraint, situation.judged).some(isAt) ? outcome : undefined,
    })
  return [mutant(refused), mutant(unprocessable, '422')]
}

const UNITS = [
  ['UTF-16 units', '😀', (text: string) => text.length],
  ['bytes', 'é', (text: string) => Buffer.byteLength(text)],
] as const

/** A length that is not counted in code points, if there are values for which that makes a difference. */
function counted(ground: Ground, constraint: SchemaConstraint, answered: Answered): Mutant[] {
  const { kind, value: limit } = constraint
  if (kind !== 'minLength' && kind !== 'maxLength') return []
  return UNITS.flatMap(([unit, sample, measure]) => {
    if (!allows(ground, constraint, sample.repeat(Math.max(1, Math.min(limit, 1000))))) return []
    const keeps = (value: Json): boolean => {
      if (typeof value !== 'string') return true
      return kind === 'minLength' ? measure(value) >= limit : measure(value) <= limit
    }
    // Of one character no unit makes less.
    if (kind === 'minLength' && limit < 2) return []
    const answer = (situation: Situation) => {
      if (mustBeAccepted(situation))
        return instancesIn(constraint, situation.judged).every(keeps) ? undefined : answered.refused
      const isTaken = breaksAlone(situation, constraint) && brokenIn(constraint, situation.judged).every(keeps)
      return isTaken ? answered.accepted : undefined
    }
    return [
      mutantOf(constraint, {
        kind: 'counted otherwise',
        which: unit,
        description: `It counts the length in ${unit}, not in code points.`,
        answer,
      }),
    ]
  })
}

/** Whether nothing else that is said of the same values, or the way that they are sent, keeps such a text out. */
function allows({ judge }: Ground, { place, pointer }: SchemaConstraint, text: string): boolean {
  // Of what is not ASCII in a header a recipient may make what it likes (RFC 9110, 5.5).
  if (place.in === 'header') return false
  const key = placeKey(place)
  return judge.constraints.every((other) => {
    if (!isSchemaConstraint(other) || other.pointer !== pointer || placeKey(other.place) !== key) return true
    if (other.kind === 'pattern') return matchesPattern(other.value, text)
    if (other.kind === 'enum' || other.kind === 'const') return false
    if (other.kind === 'maxLength') return [...text].length <= other.value
    return other.kind !== 'format' || other.value === 'password'
  })
}
