import { appendToken, type Json } from '../../json/index.ts'
import { Draws } from './draws.ts'
import { BULKY_GROUPS, hazardGroups } from './hazards.ts'
import { knownNames, propertyNodes, type Shape } from './shape.ts'
import { type Edge, edgeOf, type Spot } from './spot.ts'
import { inOtherLetters } from './text.ts'
import { isFreeForm, isOpen } from './view.ts'

/** What may be added to an object beside what the document names. */
export function unnamedEdges(spot: Spot, shape: Shape, size: number): Edge[] {
  const adding = (name: string, properties: readonly (readonly [name: string, value: Json])[]): Edge => ({
    name,
    at: spot.pointer,
    changes: properties.map(([key, value]) => ({ pointer: appendToken(spot.pointer, key), value })),
  })
  if (isFreeForm(shape) && knownNames(shape).length === 0) {
    const groups = [...hazardGroups(spot.depth + 1), ...(spot.depth <= 1 ? BULKY_GROUPS : [])]
    const mayBeEmpty = shape.required.size === 0 && shape.minProperties === 0
    return [
      ...(mayBeEmpty ? [edgeOf(spot, 'empty object', {})] : []),
      ...groups.map((group) => adding(group.name, group.properties)),
    ]
  }
  if (!isOpen(shape) || size >= shape.maxProperties) return []
  const recased = recasedName(spot, shape)
  return [
    adding('a property that the document does not name', [['x_unknown', 'a']]),
    ...(recased ? [adding('a documented name in other letters', [recased])] : []),
  ]
}

/** A name of the document in capitals, or else in small letters, with a value that its property does not take. */
function recasedName({ reader }: Spot, shape: Shape): [name: string, value: Json] | undefined {
  const names = knownNames(shape)
  for (const name of names)
    for (const recased of inOtherLetters(name)) {
      if (names.includes(recased)) continue
      const shapes = Draws.of(reader).shapes(propertyNodes(shape, name))
      return [recased, shapes.some(({ types }) => types.includes('string')) ? 0 : 'a']
    }
  return undefined
}
