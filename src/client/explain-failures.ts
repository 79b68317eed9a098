import {
  isEdge,
  isLimitKeyword,
  KEYWORDS,
  type LimitKeyword,
  placeLabel,
  type SchemaConstraint,
} from '../contract/constraints/index.ts'
import { instancesAt, isObject, type Json, type Pointer, parentPointer, writeJson } from '../json/index.ts'
import { fewestTraits, memberTraits, textTraits, valueTraits } from '../judging/traits/index.ts'
import type { Subject } from '../report/results/index.ts'

/** What a call tried, to tell what sets the calls that fail apart. */
export interface Trial {
  readonly name: string
  /** By place: `request.path.workflow_id`, `request.body`, `response.200`. */
  readonly parts: ReadonlyMap<string, Json>
}

/** Failures that are put down to one subject: indexes of the failing trials. */
export interface Attribution {
  readonly subject: Subject
  readonly members: readonly number[]
}

interface Trait {
  readonly subject: Subject
  readonly holds: (trial: Trial) => boolean
}

const LONGEST_NAME = 200

/**
 * Explains failures by as few traits as can be that hold for none that passes: one defect fails many calls, and is one
 * finding. If nothing passes, all are due to `all`; what no trait sets apart goes by its own name.
 */
export function explainFailures(
  failing: readonly Trial[],
  passing: readonly Trial[],
  constraints: readonly SchemaConstraint[],
  all: Subject,
): Attribution[] {
  if (failing.length === 0) return []
  if (passing.length === 0) return [{ subject: all, members: failing.map((_, index) => index) }]
  const candidates = traitsOf(failing, passing, constraints).flatMap(({ subject, holds }) => {
    const failures = failing.flatMap((trial, index) => (holds(trial) ? [index] : []))
    return failures.length === 0 || passing.some(holds) ? [] : [{ trait: subject, failures }]
  })
  const chosen = fewestTraits(candidates).map(({ trait, failures }) => ({ subject: trait, members: failures }))
  const explained = new Set(chosen.flatMap(({ members }) => members))
  const others = failing.flatMap(({ name }, index) =>
    explained.has(index) ? [] : [{ subject: named(name), members: [index] }],
  )
  return [...chosen, ...others]
}

const named = (name: string): Subject => ({ kind: 'case', case: name })

/** What may tell failing trials from passing ones; of two that tell as much, the first is the better name. */
function traitsOf(
  failing: readonly Trial[],
  passing: readonly Trial[],
  constraints: readonly SchemaConstraint[],
): Trait[] {
  const labels = [...new Set(failing.flatMap(({ parts }) => [...parts.keys()]))]
  return labels.flatMap((label) => {
    const ofPart = constraints.filter(({ place }) => placeLabel(place) === label)
    const pointers = [...new Set(ofPart.map(({ pointer }) => pointer))]
    return [
      ...pointers
        .filter((pointer) => pointer !== '' && !pointer.endsWith('/*'))
        .map((pointer) => absence(label, pointer)),
      ...ofPart.flatMap((constraint) => constraintTraits(label, constraint, failing, passing)),
      ...pointers.flatMap((pointer) => traitsAt(label, pointer, failing, ownTexts)),
      ...[...new Set([...pointers, ''])].flatMap((pointer) => traitsAt(label, pointer, failing, within)),
    ]
  })
}

const valuesAt = ({ parts }: Trial, label: string, pointer: Pointer): readonly Json[] => {
  const part = parts.get(label)
  return part === undefined ? [] : instancesAt(part, pointer)
}

/** A property is left out of an object that may hold it. */
const absence = (label: string, pointer: Pointer): Trait => ({
  subject: named(`${label} ${pointer}: absent`),
  holds: (trial) => {
    const parents = valuesAt(trial, label, parentPointer(pointer)).filter(isObject)
    return parents.length > 0 && valuesAt(trial, label, pointer).length < parents.length
  },
})

function constraintTraits(
  label: string,
  constraint: SchemaConstraint,
  failing: readonly Trial[],
  passing: readonly Trial[],
): Trait[] {
  const { kind, pointer, id } = constraint
  const subject: Subject = { kind: 'constraint', constraint: id }
  const values = (trial: Trial): readonly Json[] => valuesAt(trial, label, pointer)
  if (kind === 'enum')
    return constraint.value.map((member) => ({
      subject: named(`${label} ${pointer}: ${writeJson(member)}`.slice(0, LONGEST_NAME)),
      holds: (trial) => values(trial).includes(member),
    }))
  // A bound that is left out is no value whose edge could be tried.
  if (!isLimitKeyword(kind) || KEYWORDS[kind].limit.isExclusive) return []
  const atEdge = { subject, holds: (trial: Trial) => values(trial).some((value) => isEdge(constraint, value)) }
  const beyond = beyondPassing(kind, values, failing, passing)
  return beyond ? [atEdge, { subject, holds: beyond }] : [atEdge]
}

/** Whether a trial is longer than any that passes or, for a least length, shorter. Undefined if none has a length. */
function beyondPassing(
  kind: LimitKeyword,
  values: (trial: Trial) => readonly Json[],
  failing: readonly Trial[],
  passing: readonly Trial[],
): ((trial: Trial) => boolean) | undefined {
  const { of, limit } = KEYWORDS[kind]
  if (of !== 'string' && of !== 'array') return undefined
  const sizes = (trial: Trial): readonly number[] =>
    values(trial).flatMap((value) => {
      const size = limit.measure(value)
      return size === undefined ? [] : Number(size)
    })
  const passed = passing.flatMap(sizes)
  if (passed.length === 0 || !failing.some((trial) => sizes(trial).length > 0)) return undefined
  const most = passed.reduce((a, b) => Math.max(a, b))
  const least = passed.reduce((a, b) => Math.min(a, b))
  return (trial) => sizes(trial).some((size) => (limit.side === 'most' ? size > most : size < least))
}

/** The traits that values of failing trials have at a place, as `look` sees them. */
function traitsAt(
  label: string,
  pointer: Pointer,
  failing: readonly Trial[],
  look: (value: Json) => Iterable<string>,
): Trait[] {
  const seen = new Map<Trial, ReadonlySet<string>>()
  const traitsIn = (trial: Trial): ReadonlySet<string> => {
    const traits = seen.get(trial) ?? new Set(valuesAt(trial, label, pointer).flatMap((value) => [...look(value)]))
    seen.set(trial, traits)
    return traits
  }
  const place = pointer === '' ? label : `${label} ${pointer}`
  return [...new Set(failing.flatMap((trial) => [...traitsIn(trial)]))].map((trait) => ({
    subject: named(`${place}: ${trait}`),
    holds: (trial) => traitsIn(trial).has(trait),
  }))
}

const ownTexts = (value: Json): readonly string[] => (typeof value === 'string' ? textTraits(value) : [])

/** What is in an object rather than that it is one: the place alone says that. */
const within = (value: Json): Iterable<string> =>
  isObject(value) && Object.keys(value).length > 0 ? memberTraits(value) : valueTraits(value)
