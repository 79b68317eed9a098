import { type SchemaNode, subschema, subschemas } from '../../contract/model/index.ts'
import { isArray } from '../../json/index.ts'
import type { SchemaReader } from './membership.ts'
import { narrowed } from './narrowed.ts'
import { negation, negations } from './negations.ts'
import { Unsatisfiable, UnsupportedKeyword } from './refusals.ts'
import { OPEN, type Shape } from './shape.ts'

const MOST_SHAPES = 256
const MOST_APART = 16
/** Of more branches than these none is told from all others. */
const MOST_RIVALS = 64
const DEEPEST = 128
const MOST_STEPS = 50_000

/**
 * The ways to fit several schemas about one instance, in the order of the document; empty where there is none.
 * Throws UnsupportedKeyword for what cannot be generated from.
 */
export function shapesOf(reader: SchemaReader, nodes: readonly SchemaNode[]): Shape[] {
  const walk: Walk = { reader, steps: 0, isApart: false }
  let shapes: Shape[] = [OPEN]
  for (const node of nodes) shapes = shapes.flatMap((shape) => refine(walk, shape, node, 0))
  return spread(shapes)
}

/**
 * The ways to fit a shape of a branch of `oneOf` and no other branch, as far as they are found: each other branch is
 * broken by something that this one leaves open.
 */
export function shapesApart(reader: SchemaReader, shape: Shape): Shape[] {
  const walk: Walk = { reader, steps: 0, isApart: true }
  // What a document gives as an example may be one of any branch.
  let shapes: Shape[] = [{ ...shape, examples: [], rivals: [] }]
  try {
    for (const { branches, own } of shape.rivals)
      for (const [index, rival] of branches.entries()) {
        if (index === own || shapes.length === 0) continue
        const { ways } = negations(reader, rival)
        if (ways.length === 0) continue
        const found = shapes.flatMap((one) => ways.flatMap((way) => refine(walk, one, way, 0)))
        shapes = spread(found, MOST_APART)
      }
  } catch (error) {
    if (!(error instanceof Unsatisfiable)) throw error
    return []
  }
  return shapes
}

interface Walk {
  readonly reader: SchemaReader
  /** Schemas looked at so far: ways multiply where choices stand beside choices. */
  steps: number
  /** Whether ways not to fit a schema are taken even where there are others. */
  readonly isApart: boolean
}

/** At most so many of a list, from all over it. */
function spread<T>(list: T[], most = MOST_SHAPES): T[] {
  if (list.length <= most) return list
  return Array.from({ length: most }, (_, index) => list[Math.floor((index * list.length) / most)] as T)
}

function refine(walk: Walk, start: Shape, node: SchemaNode, depth: number): Shape[] {
  const { schema, source } = node
  if (schema === true) return [start]
  if (schema === false) return []
  if (depth > DEEPEST) throw new Unsatisfiable(source, 'it is nested too deep, or leads back to itself')
  if (walk.steps++ > MOST_STEPS) throw new Unsatisfiable(source, `it is one of more than ${MOST_STEPS} ways`)
  if (schema.$dynamicRef !== undefined) throw new UnsupportedKeyword('$dynamicRef', source)
  const plain = narrowed(start, schema, node)
  if (!plain) return []
  let shapes = [plain]
  const all = (next: SchemaNode): void => {
    shapes = spread(shapes.flatMap((shape) => refine(walk, shape, next, depth + 1)))
  }
  const any = (choices: readonly (readonly SchemaNode[])[], branches?: readonly SchemaNode[]): void => {
    const pairs = shapes.length * choices.length
    // Where there are too many pairs, each shape and each choice is still met.
    const count = Math.min(pairs, Math.max(MOST_SHAPES, shapes.length, choices.length))
    const found: Shape[] = []
    for (let index = 0; index < count; index++) {
      const isAll = count === pairs
      const shape = shapes[isAll ? Math.floor(index / choices.length) : index % shapes.length]
      const own = index % choices.length
      const choice = choices[own] ?? []
      if (!shape) continue
      const start = branches ? { ...shape, rivals: [...shape.rivals, { branches, own }] } : shape
      found.push(
        ...choice.reduce<Shape[]>((some, next) => some.flatMap((one) => refine(walk, one, next, depth + 1)), [start]),
      )
    }
    shapes = spread(found)
  }
  const approximately = (): void => {
    shapes = shapes.map((shape) => (shape.exact ? { ...shape, exact: false } : shape))
  }
  if (typeof schema.$ref === 'string') all(walk.reader.resolve(schema.$ref, source))
  for (const part of subschemas(node, 'allOf')) all(part.node)
  for (const keyword of ['anyOf', 'oneOf'] as const)
    if (isArray(schema[keyword])) {
      const branches = subschemas(node, keyword).map((branch) => branch.node)
      const isRivalry = keyword === 'oneOf' && branches.length > 1
      any(
        branches.map((branch) => [branch]),
        isRivalry && branches.length <= MOST_RIVALS ? branches : undefined,
      )
      if (isRivalry) approximately()
    }
  const condition = subschema(node, 'if')
  const then = subschemas(node, 'then').map((branch) => branch.node)
  const otherwise = subschemas(node, 'else').map((branch) => branch.node)
  if (condition && then.length + otherwise.length > 0) {
    any([[condition, ...then], [negation(condition), ...otherwise], otherwise])
    approximately()
  }
  const not = subschema(node, 'not')
  if (not) {
    const { ways, isAll } = negations(walk.reader, not)
    if (isAll || (walk.isApart && ways.length > 0)) any(ways.map((way) => [way]))
    approximately()
  }
  for (const { token, node: dependent } of subschemas(node, 'dependentSchemas')) {
    const name = String(token)
    const present = { schema: { required: [name] }, source }
    const absent = { schema: { properties: { [name]: false } }, source }
    any([[present, dependent], [absent]])
  }
  if (schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined) approximately()
  return shapes
}
