import type { SchemaNode } from '../contract/index.ts'
import { isArray, isObject } from '../json/index.ts'
import { below } from './below.ts'
import type { SchemaReader } from './membership.ts'
import { narrowed } from './narrowed.ts'
import { negation, negations } from './negations.ts'
import { Unsatisfiable, UnsupportedKeyword } from './refusals.ts'
import { OPEN, type Shape } from './shape.ts'

const MOST_SHAPES = 256
const DEEPEST = 128
const MOST_STEPS = 50_000

/**
 * The ways to fit several schemas about one instance, in the order of the document; empty where there is none.
 * Throws UnsupportedKeyword for what cannot be generated from.
 */
export function shapesOf(reader: SchemaReader, nodes: readonly SchemaNode[]): Shape[] {
  const walk: Walk = { reader, steps: 0 }
  let shapes: Shape[] = [OPEN]
  for (const node of nodes) shapes = shapes.flatMap((shape) => refine(walk, shape, node, 0))
  return spread(shapes)
}

interface Walk {
  readonly reader: SchemaReader
  /** Schemas looked at so far: ways multiply where choices stand beside choices. */
  steps: number
}

/** At most so many of a list, from all over it. */
function spread<T>(list: T[]): T[] {
  if (list.length <= MOST_SHAPES) return list
  return Array.from({ length: MOST_SHAPES }, (_, index) => list[Math.floor((index * list.length) / MOST_SHAPES)] as T)
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
  const any = (choices: readonly (readonly SchemaNode[])[]): void => {
    const pairs = shapes.length * choices.length
    // Where there are too many pairs, each shape and each choice is still met.
    const count = Math.min(pairs, Math.max(MOST_SHAPES, shapes.length, choices.length))
    const found: Shape[] = []
    for (let index = 0; index < count; index++) {
      const isAll = count === pairs
      const shape = shapes[isAll ? Math.floor(index / choices.length) : index % shapes.length]
      const choice = choices[index % choices.length] ?? []
      if (shape)
        found.push(
          ...choice.reduce<Shape[]>((some, next) => some.flatMap((one) => refine(walk, one, next, depth + 1)), [shape]),
        )
    }
    shapes = spread(found)
  }
  const approximately = (): void => {
    shapes = shapes.map((shape) => (shape.exact ? { ...shape, exact: false } : shape))
  }
  if (typeof schema.$ref === 'string') all(walk.reader.resolve(schema.$ref, source))
  if (isArray(schema.allOf)) for (const index of schema.allOf.keys()) all(below(node, 'allOf', index))
  for (const keyword of ['anyOf', 'oneOf'])
    if (isArray(schema[keyword])) {
      any([...schema[keyword].keys()].map((index) => [below(node, keyword, index)]))
      if (keyword === 'oneOf' && schema[keyword].length > 1) approximately()
    }
  if (schema.if !== undefined && (schema.then !== undefined || schema.else !== undefined)) {
    const then = schema.then === undefined ? [] : [below(node, 'then')]
    const otherwise = schema.else === undefined ? [] : [below(node, 'else')]
    any([[below(node, 'if'), ...then], [negation(below(node, 'if')), ...otherwise], otherwise])
    approximately()
  }
  if (schema.not !== undefined) {
    const parts = negations(below(node, 'not'), depth)
    if (parts) any(parts.map((part) => [part]))
    approximately()
  }
  if (isObject(schema.dependentSchemas))
    for (const name of Object.keys(schema.dependentSchemas)) {
      const present = { schema: { required: [name] }, source }
      any([[present, below(node, 'dependentSchemas', name)], [{ schema: { properties: { [name]: false } }, source }]])
    }
  if (schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined) approximately()
  return shapes
}
