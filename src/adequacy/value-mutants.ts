import type { SchemaConstraint } from '../contract/constraints/index.ts'
import { type Contract, type SchemaNode, sideOf, subschemas } from '../contract/model/index.ts'
import { equal, isArray, isObject, type Json, writeJson } from '../json/index.ts'
import { Draws, TRY_LIMITS } from '../planning/generators/index.ts'
import { type Answered, instancesIn, mustBeAccepted, mutantOf } from './departures.ts'
import type { Ground } from './ground.ts'
import type { Mutant } from './mutant.ts'

/** Members of a longer enum are tried by sample only. */
const MOST_MEMBERS = 32

/** Mutants that refuse what a constraint allows: a member of an enum, null, a branch, a value of a boolean. */
export function valueMutants(ground: Ground, constraint: SchemaConstraint, { refused }: Answered): Mutant[] {
  const mutant = (which: string, isRefused: (value: Json) => boolean): Mutant =>
    mutantOf(constraint, {
      kind: 'value refused',
      which,
      description: `It refuses ${which}, which is allowed.`,
      answer: (situation) =>
        mustBeAccepted(situation) && instancesIn(constraint, situation.judged).some(isRefused) ? refused : undefined,
    })
  switch (constraint.kind) {
    case 'enum':
      return membersOf(constraint.value).map((member) => mutant(shown(member), (value) => equal(value, member)))
    case 'type': {
      if (constraint.implied !== undefined || hasMembers(constraint)) return []
      const { value: types } = constraint
      return [
        ...(types.includes('boolean') && types.length === 1
          ? [mutant('true', (value) => value === true), mutant('false', (value) => value === false)]
          : []),
        ...(types.includes('null') && types.length > 1 ? [mutant('null', (value) => value === null)] : []),
      ]
    }
    case 'anyOf':
    case 'oneOf':
      return branchesOf(ground, constraint, constraint.kind).flatMap(({ fits, isMade }, index, all) => {
        const isOnly = (value: Json): boolean =>
          fits(value) && all.every((other, position) => position === index || !other.fits(value))
        // A value that fits others as well is let through without it.
        return isMade(isOnly) ? [mutant(`branch ${index + 1}`, isOnly)] : []
      })
    default:
      return []
  }
}

interface Branch {
  readonly fits: (value: Json) => boolean
  /** Whether a value of the branch that passes a test can be made. */
  readonly isMade: (test: (value: Json) => boolean) => boolean
}

function branchesOf({ judge }: Ground, { node }: SchemaConstraint, keyword: 'anyOf' | 'oneOf'): Branch[] {
  const { contract } = sideOf(judge.contract, 'request', 'made')
  return subschemas(node, keyword)
    .slice(0, TRY_LIMITS.branches)
    .map(({ node: branch }) => {
      const validate = judge.validate(branch, 'request')
      return {
        fits: (value) => validate(value).length === 0,
        isMade: (test) => samplesOf(contract, branch).some(test),
      }
    })
}

const SAMPLES = 20

/** Some random values of a schema, always the same. */
export const samplesOf = (contract: Contract, node: SchemaNode, count = SAMPLES): Json[] => [
  ...Draws.of(contract).values([node], Array(count).keys()),
]

const membersOf = (members: readonly Json[]): readonly Json[] => {
  const all = members.filter((member, index) => members.findIndex((other) => equal(other, member)) === index)
  if (all.length <= MOST_MEMBERS) return all
  return [all[0] ?? null, all.at(-1) ?? null]
}

const shown = (value: Json): string => {
  const text = writeJson(value)
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`
}

const hasMembers = ({ node: { schema } }: SchemaConstraint): boolean =>
  isObject(schema) && (isArray(schema.enum) || 'const' in schema)
