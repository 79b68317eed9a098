import { equal, isWithin, type Json, type Pointer, valueAt, withValueAt } from '../../json/index.ts'
import type { JudgedRequest } from '../../judging/messages/index.ts'
import type { Base } from './base.ts'
import type { BodyBase } from './body-base.ts'
import type { Draft, LeftOut } from './draft.ts'

/** What a deployment accepts, from which an operation's cases are made again. */
export interface Footing {
  /** Names the request that it is. */
  readonly name: string
  readonly draft: Draft
  readonly leftOut: readonly LeftOut[]
}

/** The base of an operation's cases if they start from a footing. What the user gave stays. */
export function rebased(base: Base, { name, draft, leftOut }: Footing): Base {
  const pointers = leftOut.flatMap(({ change }) => (change.in === 'body' ? [change.pointer] : []))
  const parameterSets = base.parameterSets.map((set, index) => {
    const given = index === 0 ? [] : [...set].filter(([key]) => base.given.has(key))
    return new Map([...draft.parameters, ...given])
  })
  const withoutBody = leftOut.find(({ change }) => change.in === 'body' && change.pointer === '')
  const bodies = base.body ? [base.body, ...base.others] : []
  const [body, ...others] = withoutBody ? [] : bodies.map((candidate) => withoutMembers(base, candidate, pointers))
  return {
    ...base,
    parameterSets,
    leftOut,
    body: body && startingWith(body, name, draft.body),
    others,
    unwritten: withoutBody
      ? new Map([...base.unwritten, ...bodies.map(({ media }) => [media.name, withoutBody.reason] as const)])
      : base.unwritten,
  }
}

function startingWith(body: BodyBase, name: string, value: Json | undefined): BodyBase {
  if (value === undefined) return body
  const first = body.bodies.find((known) => equal(known.value, value)) ?? { name, value, given: false }
  return { ...body, bodies: [first, ...body.bodies.filter((known) => known !== first)] }
}

/** Bodies without some members; those that do not conform then are left out. */
function withoutMembers({ judge }: Base, body: BodyBase, pointers: readonly Pointer[]): BodyBase {
  const { media } = body
  const place = { side: 'request', in: 'body', mediaType: media.name } as const
  const stripped = (value: Json | undefined): Json | undefined => {
    const rest = value === undefined ? undefined : withoutPlaces(value, pointers)
    return rest === undefined || (media.schema && judge.issues(place, media.schema, rest).length > 0) ? undefined : rest
  }
  return {
    ...body,
    bodies: body.bodies.filter(({ value }) => pointers.every((pointer) => valueAt(value, pointer) === undefined)),
    fullest: stripped(body.fullest),
    barest: stripped(body.barest),
  }
}

export const withoutPlaces = (value: Json, pointers: readonly Pointer[]): Json =>
  pointers.reduce<Json>(
    (rest, pointer) => (valueAt(rest, pointer) === undefined ? rest : withValueAt(rest, pointer, undefined)),
    value,
  )

/** Whether a request says something at a place that is left out; `broken` is where it is meant to. */
export function touchesLeftOut({ leftOut }: Base, { parameters, body }: JudgedRequest, broken?: string): boolean {
  return leftOut.some(({ change }) => {
    if (change.in === 'parameter') return broken !== change.key && parameters.has(change.key)
    if (broken !== undefined && isWithin(broken, change.pointer)) return false
    return body !== undefined && valueAt(body, change.pointer) !== undefined
  })
}
