import type { Constraint, SchemaConstraint } from '../../contract/constraints/index.ts'
import { addressOf } from '../../contract/model/index.ts'
import {
  codePointLength,
  deeperThan,
  isArray,
  isObject,
  isTemplateOf,
  type Json,
  ORDINARY_DEPTH,
  parsePointer,
  typeOf,
  valueAt,
  writeJson,
} from '../../json/index.ts'
import type { Issue } from './judgement.ts'
import type { KeywordIssue } from './schema-validator.ts'

/** Finds the constraint that a broken keyword is, among those of one place. */
export class ConstraintFinder {
  readonly #bySource = new Map<string, SchemaConstraint[]>()
  readonly #all: readonly SchemaConstraint[]

  constructor(constraints: readonly SchemaConstraint[]) {
    this.#all = constraints
    for (const constraint of constraints) {
      const key = addressOf(constraint.source)
      const constraintsHere = this.#bySource.get(key)
      if (constraintsHere) constraintsHere.push(constraint)
      else this.#bySource.set(key, [constraint])
    }
  }

  /** The constraint at that instance; in a recursion the one that stands for all depths. */
  find({ source, pointer }: KeywordIssue): SchemaConstraint | undefined {
    const candidates = this.#bySource.get(addressOf(source)) ?? []
    const exact = candidates.find((candidate) => isTemplateOf(candidate.pointer, pointer))
    if (exact) return exact
    const name = parsePointer(pointer).at(-1)
    return (
      candidates.find((candidate) => candidate.kind !== 'required' || candidate.value === name) ??
      candidates[0] ??
      // A keyword below one that has no constraint of its own, such as a branch: the closest above it.
      this.#all.findLast(
        ({ source: above }) => above.file === source.file && source.pointer.startsWith(`${above.pointer}/`),
      )
    )
  }
}

/** The issues that a value's broken keywords are; broken keywords that belong to no constraint are left out. */
export function toIssues(broken: readonly KeywordIssue[], value: Json, finder: ConstraintFinder): Issue[] {
  const issues = broken.flatMap((keywordIssue) => {
    const constraint = finder.find(keywordIssue)
    if (!constraint) return []
    const instance = valueAt(value, keywordIssue.pointer)
    const { pointer, expected } = keywordIssue
    return [
      {
        constraint,
        pointer,
        expected,
        // Hardly any of what is planned to be broken is ever shown.
        get received() {
          return show(instance)
        },
        class: classOf(constraint, instance),
      },
    ]
  })
  // What another demand of the same kind says as well is broken with it.
  return issues.filter(
    ({ constraint, pointer }) =>
      constraint.implied === undefined ||
      !issues.some(
        (other) =>
          other.pointer === pointer &&
          other.constraint.kind === constraint.kind &&
          other.constraint.implied === undefined,
      ),
  )
}

function classOf(constraint: Constraint, instance: Json | undefined): string {
  if (instance === undefined) return 'absent'
  if (constraint.kind === 'type') return typeOf(instance)
  if (/^(?:max|exclusiveMax)/.test(constraint.kind)) return 'more'
  if (/^(?:min|exclusiveMin)/.test(constraint.kind)) return 'less'
  return 'other'
}

const SHOWN = 80

/** A value in few words: short ones as JSON, long strings with their length in code points. */
export function show(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') {
    const length = codePointLength(value)
    if (length <= SHOWN) return `${JSON.stringify(value)} (${length} ${length === 1 ? 'character' : 'characters'})`
    const beginning = [...value.slice(0, SHOWN)].slice(0, SHOWN / 2).join('')
    return `${JSON.stringify(beginning)}… (${length} characters)`
  }
  if (isArray(value) && value.length > 3) return `an array of ${value.length} items`
  if (isObject(value) && Object.keys(value).length > 6) return `an object of ${Object.keys(value).length} properties`
  // The writer of JSON runs out of stack at a depth that its reader takes.
  if (deeperThan(value, ORDINARY_DEPTH)) return `${isArray(value) ? 'an array' : 'an object'} of great depth`
  const text = writeJson(value)
  return text.length <= SHOWN ? text : `${[...text.slice(0, SHOWN)].slice(0, -1).join('')}…`
}
