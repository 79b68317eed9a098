import { isRequestConstraint, parameterKey, placeKey, type SchemaConstraint } from '../contract/constraints/index.ts'
import { type Parameter, sideOf } from '../contract/model/index.ts'
import { isObject, parentPointer, parsePointer, property } from '../json/index.ts'
import { Draws } from '../planning/generators/index.ts'
import { type Answered, instancesIn, mustBeAccepted, mutantOf } from './departures.ts'
import type { Ground } from './ground.ts'
import type { Mutant } from './mutant.ts'

/** Mutants that demand what is optional, or take nothing but what the document names. */
export function opennessMutants(ground: Ground, { refused }: Answered): Mutant[] {
  const { judge } = ground
  const { operation, constraints } = judge
  const ofRequest = constraints.filter(
    (constraint): constraint is SchemaConstraint =>
      isRequestConstraint(constraint) && ground.hides(constraint) === undefined,
  )
  return [
    ...operation.parameters.flatMap((parameter) => demandedParameter(parameter, ofRequest, refused)),
    ...demandedBody(ground, refused),
    ...demandedProperties(ground, ofRequest, refused),
    ...refusedUnknown(ground, ofRequest, refused),
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

function demandedProperties(ground: Ground, constraints: readonly SchemaConstraint[], refused: Refused): Mutant[] {
  const keyOf = ({ place, pointer }: SchemaConstraint): string => JSON.stringify([placeKey(place), pointer])
  const required = new Set(constraints.filter(({ kind }) => kind === 'required').map(keyOf))
  const first = new Map<string, SchemaConstraint>()
  for (const constraint of constraints) {
    const key = keyOf(constraint)
    const name = parsePointer(constraint.pointer).at(-1)
    if (name === undefined || name === '*' || required.has(key) || !isOwn(constraint, constraints)) continue
    if (!first.has(key)) first.set(key, constraint)
  }
  return [...first.values()].map((constraint) => {
    const name = parsePointer(constraint.pointer).at(-1) ?? ''
    return mutantOf(constraint, {
      kind: 'optional demanded',
      description: `It refuses an object without ${name}, which is optional.`,
      ...(isDiscriminator(ground, constraint, constraints) && { exempt: ALWAYS_SENT }),
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

const ALWAYS_SENT = {
  state: 'unreachable',
  reason: 'a discriminator is always sent: without it nothing says which schema a value is of',
} as const

/** Whether all that is made has a property, though the document does not require it. */
function isDiscriminator({ judge }: Ground, { place, pointer }: SchemaConstraint, all: readonly SchemaConstraint[]) {
  const { contract, node } = sideOf(judge.contract, 'request', 'made')
  const name = parsePointer(pointer).at(-1) ?? ''
  const around = all.filter(
    (other) => other.pointer === parentPointer(pointer) && placeKey(other.place) === placeKey(place),
  )
  return around.some((other) => {
    const shapes = Draws.of(contract).shapes([node(other.node)])
    return shapes.length > 0 && shapes.every(({ required }) => required.has(name))
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
function refusedUnknown({ judge }: Ground, constraints: readonly SchemaConstraint[], refused: Refused): Mutant[] {
  const draws = Draws.of(judge.contract)
  const bodies = constraints.filter(
    ({ kind, place }) => kind === 'type' && place.in === 'body' && isJson(place.mediaType),
  )
  return bodies.flatMap((constraint) => {
    const { schema } = constraint.node
    if (!isObject(schema) || !isObject(schema.properties) || !isOpen(constraint, constraints)) return []
    const named = new Set([
      ...draws.names([constraint.node]),
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
