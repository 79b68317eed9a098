import { isRequestConstraint, parameterKey, placeKey, type SchemaConstraint } from '../contract/constraints/index.ts'
import { type Contract, type Parameter, type SchemaNode, sideOf, subschemas } from '../contract/model/index.ts'
import { equal, isArray, isObject, type Json, parentPointer, parsePointer, property } from '../json/index.ts'
import { Draws } from '../planning/generators/index.ts'
import { type Answered, instancesIn, mustBeAccepted, mutantOf } from './departures.ts'
import type { Ground } from './ground.ts'
import type { Mutant } from './mutant.ts'

/** Members of a longer enum are tried by sample only. */
const MOST_MEMBERS = 32
const MOST_BRANCHES = 12

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
    .slice(0, MOST_BRANCHES)
    .map(({ node: branch }) => {
      const validate = judge.validate(branch, 'request')
      return {
        fits: (value) => validate(value).length === 0,
        isMade: (test) => samplesOf(contract, branch).some(test),
      }
    })
}

const SAMPLES = 20

const samplesOf = (contract: Contract, node: SchemaNode): Json[] => [
  ...Draws.of(contract).values([node], Array(SAMPLES).keys()),
]

const membersOf = (members: readonly Json[]): readonly Json[] => {
  const all = members.filter((member, index) => members.findIndex((other) => equal(other, member)) === index)
  if (all.length <= MOST_MEMBERS) return all
  return [all[0] ?? null, all.at(-1) ?? null]
}

const shown = (value: Json): string => {
  const text = JSON.stringify(value)
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`
}

const hasMembers = ({ node: { schema } }: SchemaConstraint): boolean =>
  isObject(schema) && (isArray(schema.enum) || 'const' in schema)

/** Mutants that demand what is optional, or take nothing but what the document names. */
export function opennessMutants(ground: Ground, { refused }: Answered): Mutant[] {
  const { judge } = ground
  const { operation, constraints } = judge
  const asked = constraints.filter(
    (constraint): constraint is SchemaConstraint =>
      isRequestConstraint(constraint) && ground.hides(constraint) === undefined,
  )
  return [
    ...operation.parameters.flatMap((parameter) => demandedParameter(parameter, asked, refused)),
    ...demandedBody(ground, refused),
    ...demandedProperties(asked, refused),
    ...refusedUnknown(asked, refused),
  ]
}

type Refused = Answered['refused']

function demandedParameter(
  { in: where, name, required }: Parameter,
  constraints: readonly SchemaConstraint[],
  refused: Refused,
): Mutant[] {
  const constraint = constraints.find(
    ({ place, pointer }) => pointer === '' && place.in === where && place.name === name,
  )
  if (required || !constraint) return []
  return [
    mutantOf(constraint, {
      kind: 'optional demanded',
      description: 'It refuses requests without the parameter, which is optional.',
      answer: (situation) =>
        mustBeAccepted(situation) && !situation.judged.parameters.has(parameterKey({ in: where, name }))
          ? refused
          : undefined,
    }),
  ]
}

function demandedBody({ judge }: Ground, refused: Refused): Mutant[] {
  const { requestBody } = judge.operation
  const mediaType = judge.constraints.find(
    (constraint) => constraint.kind === 'mediaType' && constraint.side === 'request',
  )
  if (!requestBody || requestBody.required || !mediaType) return []
  return [
    mutantOf(mediaType, {
      kind: 'optional demanded',
      description: 'It refuses requests without a body, which is optional.',
      answer: (situation) => (mustBeAccepted(situation) && !situation.request.body?.length ? refused : undefined),
    }),
  ]
}

function demandedProperties(constraints: readonly SchemaConstraint[], refused: Refused): Mutant[] {
  const keyOf = ({ place, pointer }: SchemaConstraint): string => JSON.stringify([placeKey(place), pointer])
  const required = new Set(constraints.filter(({ kind }) => kind === 'required').map(keyOf))
  const first = new Map<string, SchemaConstraint>()
  for (const one of constraints) {
    const name = parsePointer(one.pointer).at(-1)
    if (name === undefined || name === '*' || required.has(keyOf(one)) || !isOwn(one, constraints)) continue
    if (!first.has(keyOf(one))) first.set(keyOf(one), one)
  }
  return [...first.values()].map((constraint) => {
    const name = parsePointer(constraint.pointer).at(-1) ?? ''
    return mutantOf(constraint, {
      kind: 'optional demanded',
      description: `It refuses an object without ${name}, which is optional.`,
      answer: (situation) =>
        mustBeAccepted(situation) &&
        instancesIn(constraint, situation.judged, parentPointer(constraint.pointer)).some(
          (value) => isObject(value) && property(value, name) === undefined,
        )
          ? refused
          : undefined,
    })
  })
}

/** Whether a property is named by the object's own schema, and not the item of a tuple. */
const isOwn = ({ place, pointer }: SchemaConstraint, constraints: readonly SchemaConstraint[]): boolean =>
  !constraints.some(
    (other) =>
      other.pointer === parentPointer(pointer) &&
      other.kind === 'type' &&
      placeKey(other.place) === placeKey(place) &&
      !other.value.includes('object'),
  )

/** Objects that name some properties and forbid no others. */
function refusedUnknown(constraints: readonly SchemaConstraint[], refused: Refused): Mutant[] {
  const bodies = constraints.filter(
    ({ kind, place }) => kind === 'type' && place.in === 'body' && isJson(place.mediaType),
  )
  return bodies.flatMap((constraint) => {
    const { schema } = constraint.node
    if (!isObject(schema) || !isObject(schema.properties) || !isOpen(constraint, constraints)) return []
    const named = new Set([
      ...Object.keys(schema.properties),
      ...constraints
        .filter((other) => isSame(other, constraint) && other.pointer.startsWith(`${constraint.pointer}/`))
        .map(({ pointer }) => parsePointer(pointer.slice(constraint.pointer.length))[0] ?? ''),
    ])
    return [
      mutantOf(constraint, {
        kind: 'unknown refused',
        description: 'It refuses a property that the document does not name, and does not forbid.',
        answer: (situation) =>
          mustBeAccepted(situation) &&
          instancesIn(constraint, situation.judged).some(
            (value) => isObject(value) && Object.keys(value).some((name) => !named.has(name)),
          )
            ? refused
            : undefined,
      }),
    ]
  })
}

const isJson = (mediaType: string): boolean => /^application\/(?:[\w.-]+\+)?json$/i.test(mediaType)

const isSame = (a: SchemaConstraint, b: SchemaConstraint): boolean => placeKey(a.place) === placeKey(b.place)

const CLOSING = new Set(['additionalProperties', 'unevaluatedProperties', 'propertyNames', 'maxProperties'])

const isOpen = (constraint: SchemaConstraint, constraints: readonly SchemaConstraint[]): boolean => {
  const { schema } = constraint.node
  const rest = isObject(schema) ? schema.additionalProperties : undefined
  return (
    (rest === undefined || rest === true) &&
    !constraints.some(
      (other) => CLOSING.has(other.kind) && other.pointer === constraint.pointer && isSame(other, constraint),
    )
  )
}
