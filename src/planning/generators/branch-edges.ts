import { isObject, type Json, overlay, parseJson, property, withProperty, writeJson } from '../../json/index.ts'
import { Draws } from './draws.ts'
import { TRY_LIMITS } from './limits.ts'
import { positive } from './positive.ts'
import { knownNames, propertyNodes, type Shape } from './shape.ts'
import { type Edge, edgeOf, type Spot } from './spot.ts'

/** A value of each way to fit but the first, and with each member of an enum that `shape` has nothing of. */
export function branchEdges(spot: Spot, shape: Shape, shapes: readonly Shape[]): Edge[] {
  const { reader, nodes } = spot
  return shapes.slice(1, TRY_LIMITS.branches).flatMap((branch, index) => {
    const pick = index + 1
    const draft = positive(reader, nodes, 'fullest', pick)
    const value = draft === undefined ? undefined : toldApart(spot, pick, draft)
    if (value === undefined) return []
    const name = `branch ${pick + 1}`
    const others = withOtherMembers(spot, { shape, branch }, value)
    const lacks = knownNames(branch).filter((known) =>
      propertyNodes(branch, known).some(({ schema }) => schema === false),
    )
    const edge = edgeOf(spot, name, value)
    return [
      lacks.length > 0 ? { ...edge, lacks } : edge,
      ...others.map((other) => edgeOf(spot, `${name}, ${other.name}`, other.value)),
    ]
  })
}

/**
 * A value that no other branch fits as well. The name that a discriminator gives its branch does not keep the others
 * from fitting: what does is added.
 */
function toldApart({ judged }: Spot, pick: number, value: Json): Json {
  if (!judged) return value
  const fits = (candidate: Json): boolean => Draws.of(judged.reader).fits(judged.nodes, candidate)
  const apart = fits(value) ? undefined : positive(judged.reader, judged.nodes, 'fullest', pick)
  const told = apart === undefined ? value : overlay(apart, value)
  return fits(told) ? told : value
}

/** A value with each other member of the enums that a branch has for its properties and another shape does not. */
function withOtherMembers(
  { reader }: Spot,
  { shape, branch }: { readonly shape: Shape; readonly branch: Shape },
  value: Json,
): { readonly name: string; readonly value: Json }[] {
  if (!isObject(value)) return []
  const draws = Draws.of(reader)
  const membersOf = (of: Shape, name: string): string[] =>
    draws.shapes(propertyNodes(of, name)).flatMap(({ members = [] }) => members.map(writeJson))
  const others = knownNames(branch).flatMap((name) => {
    const current = property(value, name)
    if (current === undefined) return []
    const known = new Set([...membersOf(shape, name), writeJson(current)])
    return membersOf(branch, name)
      .filter((member) => !known.has(member))
      .map((member) => ({ name: `${name} ${member}`, value: withProperty(value, name, parseJson(member)) }))
  })
  return others.slice(0, TRY_LIMITS.branches)
}
