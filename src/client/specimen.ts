import { isEdge, placeLabel, type SchemaConstraint } from '../contract/constraints/index.ts'
import {
  codePointLength,
  instancesAt,
  isArray,
  isObject,
  type Json,
  type Pointer,
  parentPointer,
} from '../json/index.ts'
import type { Subject } from '../report/results/index.ts'

/** What was tried, for telling what sets those that fail apart. */
export interface Specimen {
  readonly name: string
  /** By place: `request.path.workflow_id`, `request.body`, `response.200`. */
  readonly parts: ReadonlyMap<string, Json>
}

export interface Explanation {
  readonly subject: Subject
  /** Indexes of the failing ones that it explains; the first shows it best. */
  readonly members: readonly number[]
}

interface Trait {
  readonly subject: Subject
  readonly holds: (specimen: Specimen) => boolean
}

/** Kinds whose edge is one value or one length. */
const BOUNDS: ReadonlySet<string> = new Set([
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minimum',
  'maximum',
])

/** What texts are that programs cut, join and encode wrongly. */
const CLASSES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['characters that are encoded', /[^\w.~-]/],
  ['capital letters', /[A-Z]/],
  ['percent sign', /%/],
  ['slash', /\//],
  ['backslash', /\\/],
  ['question mark', /\?/],
  ['number sign', /#/],
  ['plus sign', /\+/],
  ['ampersand', /&/],
  ['semicolon', /;/],
  ['comma', /,/],
  ['colon', /:/],
  ['space', / /],
  ['quotes', /["']/],
  ['braces', /[{}]/],
  ['control characters', /[\u0000-\u001f]/],
  ['text outside the BMP', /[\u{10000}-\u{10ffff}]/u],
  ['text outside Latin-1', /[^\u0000-\u00ff]/],
  ['text outside ASCII', /[^\u0000-\u007f]/],
]

/**
 * As few traits as can be that hold for the failing ones and for none that passes: one defect fails many, and is one
 * finding. What nothing sets apart goes by its own name.
 */
export function explainFailures(
  failing: readonly Specimen[],
  passing: readonly Specimen[],
  constraints: readonly SchemaConstraint[],
  all: Subject,
): Explanation[] {
  if (failing.length === 0) return []
  if (passing.length === 0) return [{ subject: all, members: failing.map((_, index) => index) }]
  const traits = [...traitsOf(failing, passing, constraints)].flatMap((trait) => {
    const members = failing.flatMap((one, index) => (trait.holds(one) ? [index] : []))
    return members.length === 0 || passing.some(trait.holds) ? [] : [{ subject: trait.subject, members }]
  })
  const left = new Set(failing.keys())
  const found: Explanation[] = []
  while (left.size > 0) {
    let best: Explanation | undefined
    for (const { subject, members } of traits) {
      const own = members.filter((index) => left.has(index))
      if (own.length > (best?.members.length ?? 0)) best = { subject, members: own }
    }
    if (!best) break
    for (const index of best.members) left.delete(index)
    found.push(best)
  }
  return [...found, ...[...left].map((index) => ({ subject: named(failing[index]?.name ?? ''), members: [index] }))]
}

const named = (name: string): Subject => ({ kind: 'case', case: name })

function* traitsOf(
  failing: readonly Specimen[],
  passing: readonly Specimen[],
  constraints: readonly SchemaConstraint[],
): Generator<Trait> {
  const labels = [...new Set(failing.flatMap(({ parts }) => [...parts.keys()]))]
  for (const label of labels) {
    const own = constraints.filter(({ place }) => placeLabel(place) === label)
    const pointers = [...new Set(own.map(({ pointer }) => pointer))]
    const at =
      (pointer: Pointer) =>
      (one: Specimen): Json[] => {
        const part = one.parts.get(label)
        return part === undefined ? [] : instancesAt(part, pointer)
      }
    for (const pointer of pointers.filter((one) => one !== '' && !one.endsWith('/*')))
      yield { subject: named(`${label} ${pointer}: absent`), holds: (one) => isAbsent(one.parts.get(label), pointer) }
    for (const constraint of own) {
      const { kind, pointer, id } = constraint
      const subject: Subject = { kind: 'constraint', constraint: id }
      const values = at(pointer)
      if (BOUNDS.has(kind)) yield { subject, holds: (one) => values(one).some((value) => isEdge(constraint, value)) }
      if (kind === 'minLength' || kind === 'maxLength' || kind === 'minItems' || kind === 'maxItems')
        yield* thresholds(subject, kind, values, failing, passing)
      if (kind === 'enum')
        for (const member of constraint.value)
          yield {
            subject: named(`${label} ${pointer}: ${JSON.stringify(member)}`.slice(0, 200)),
            holds: (one) => values(one).some((value) => value === member),
          }
    }
    for (const pointer of pointers) {
      const where = pointer === '' ? label : `${label} ${pointer}`
      for (const [name, pattern] of CLASSES)
        yield {
          subject: named(`${where}: ${name}`),
          holds: (one) => at(pointer)(one).some((value) => typeof value === 'string' && pattern.test(value)),
        }
      yield { subject: named(`${where}: empty text`), holds: (one) => at(pointer)(one).includes('') }
    }
    for (const pointer of pointers)
      for (const [name, isOne] of SCALARS)
        yield {
          subject: named(`${pointer === '' ? label : `${label} ${pointer}`}: ${name}`),
          holds: (one) => at(pointer)(one).some((value) => !isOne(value) && hasWithin(value, isOne)),
        }
    for (const [name, pattern] of CLASSES)
      yield { subject: named(`${label}: ${name}`), holds: (one) => pattern.test(textsIn(one.parts.get(label) ?? '')) }
    yield { subject: named(`${label}: empty`), holds: (one) => isEmpty(one.parts.get(label)) }
  }
}

/** Whether those that fail are all longer, or all shorter, than any that passes. */
function* thresholds(
  subject: Subject,
  kind: 'minLength' | 'maxLength' | 'minItems' | 'maxItems',
  values: (one: Specimen) => Json[],
  failing: readonly Specimen[],
  passing: readonly Specimen[],
): Generator<Trait> {
  const sizes = (one: Specimen): number[] =>
    values(one).flatMap((value) =>
      typeof value === 'string' && kind.endsWith('Length')
        ? [codePointLength(value)]
        : isArray(value) && kind.endsWith('Items')
          ? [value.length]
          : [],
    )
  const passed = passing.flatMap(sizes)
  if (passed.length === 0 || !failing.some((one) => sizes(one).length > 0)) return
  const most = passed.reduce((a, b) => Math.max(a, b))
  const least = passed.reduce((a, b) => Math.min(a, b))
  yield {
    subject,
    holds: (one) => sizes(one).some((size) => (kind.startsWith('max') ? size > most : size < least)),
  }
}

/** Whether a property is left out where there is an object to hold it. */
function isAbsent(part: Json | undefined, pointer: Pointer): boolean {
  if (part === undefined) return false
  const parents = instancesAt(part, parentPointer(pointer)).filter(isObject)
  return parents.length > 0 && instancesAt(part, pointer).length < parents.length
}

const isEmpty = (part: Json | undefined): boolean => isObject(part) && Object.keys(part).length === 0

const SCALARS: readonly (readonly [name: string, isOne: (value: Json) => boolean])[] = [
  ['numbers', (value) => typeof value === 'number'],
  ['true or false', (value) => typeof value === 'boolean'],
  ['null', (value) => value === null],
]

const hasWithin = (value: Json, isOne: (value: Json) => boolean): boolean =>
  isOne(value) || ((isArray(value) || isObject(value)) && Object.values(value).some((inner) => hasWithin(inner, isOne)))

/** All texts of a value, names included. */
function textsIn(value: Json): string {
  if (typeof value === 'string') return value
  if (isArray(value)) return value.map(textsIn).join('')
  return isObject(value)
    ? Object.entries(value)
        .map(([name, inner]) => name + textsIn(inner))
        .join('')
    : ''
}
