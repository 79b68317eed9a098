import { type SchemaNode, subschema, subschemas } from '../../contract/model/index.ts'
import { isArray, isObject } from '../../json/index.ts'
import { WORK_LIMITS } from './limits.ts'
import type { SchemaReader } from './membership.ts'
import { narrowed } from './narrowed.ts'
import { negation, negations } from './negations.ts'
import { Unsatisfiable, UnsupportedKeyword } from './refusals.ts'
import { OPEN, type Shape } from './shape.ts'

/**
 * The ways to fit several schemas about one instance, in the order of the document; empty if there is none.
 * Throws UnsupportedKeyword for what cannot be generated from.
 */
export function shapesOf(reader: SchemaReader, nodes: readonly SchemaNode[]): readonly Shape[] {
  const walk: Walk = { reader, steps: 0, isApart: false }
  let shapes: readonly Shape[] = [{ ...OPEN, ownFormats: reader.formats }]
  for (const node of nodes) shapes = shapes.flatMap((shape) => refine(walk, shape, node, 0))
  return spread(shapes)
}

/**
 * The ways to fit a shape of a branch of `oneOf` and no other branch, as far as they are found: each other branch is
 * broken by something that this one leaves open.
 */
export function shapesApart(reader: SchemaReader, shape: Shape): readonly Shape[] {
  const walk: Walk = { reader, steps: 0, isApart: true }
  // What a document gives as an example may be one of any branch.
  let shapes: readonly Shape[] = [{ ...shape, examples: [], rivals: [] }]
  try {
    for (const { branches, chosen } of shape.rivals)
      for (const [index, rival] of branches.entries()) {
        if (index === chosen || shapes.length === 0) continue
        const { ways } = negations(reader, rival)
        if (ways.length === 0) continue
        const refined = shapes.flatMap((start) => ways.flatMap((way) => refine(walk, start, way, 0)))
        shapes = spread(refined, WORK_LIMITS.shapesApart)
      }
  } catch (error) {
    if (!(error instanceof Unsatisfiable)) throw error
    return []
  }
  return shapes
}

interface Walk {
  readonly reader: SchemaReader
  /** Schemas looked at so far: ways multiply if choices stand beside choices. */
  steps: number
  /** Whether some ways not to fit a schema are taken even if there are others. */
  readonly isApart: boolean
}

/** At most so many of a list, from all over it. */
function spread<T>(list: readonly T[], most: number = WORK_LIMITS.shapes): readonly T[] {
  if (list.length <= most) return list
  return Array.from({ length: most }, (_, index) => list[Math.floor((index * list.length) / most)] as T)
}

/** The ways to fit a shape and a schema. */
function refine(walk: Walk, start: Shape, node: SchemaNode, depth: number): readonly Shape[] {
  const { schema, source } = node
  if (schema === true) return [start]
  if (schema === false) return []
  if (depth > WORK_LIMITS.refinementDepth)
    throw new Unsatisfiable(source, 'it is nested too deep, or leads back to itself')
  if (walk.steps++ > WORK_LIMITS.refinements)
    throw new Unsatisfiable(source, `it is one of more than ${WORK_LIMITS.refinements} ways`)
  if (schema.$dynamicRef !== undefined) throw new UnsupportedKeyword('$dynamicRef', source)
  const plain = narrowed(start, schema, node)
  if (!plain) return []
  const refinement = new Refinement(walk, plain, depth)
  if (typeof schema.$ref === 'string') refinement.all(walk.reader.resolve(schema.$ref, source))
  for (const part of subschemas(node, 'allOf')) refinement.all(part.node)
  addBranches(refinement, node)
  addCondition(refinement, node)
  addNegation(refinement, node, walk)
  addDependents(refinement, node)
  if (schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined) refinement.approximate()
  return refinement.shapes
}

/** Shapes that are narrowed by one schema after the other. */
class Refinement {
  readonly #walk: Walk
  readonly #depth: number
  shapes: readonly Shape[]

  constructor(walk: Walk, start: Shape, depth: number) {
    this.#walk = walk
    this.#depth = depth
    this.shapes = [start]
  }

  #refined(shape: Shape, node: SchemaNode): readonly Shape[] {
    return refine(this.#walk, shape, node, this.#depth + 1)
  }

  all(node: SchemaNode): void {
    this.shapes = spread(this.shapes.flatMap((shape) => this.#refined(shape, node)))
  }

  /** Each shape by each choice, which is several schemas together; only one of `branches` may fit. */
  any(choices: readonly (readonly SchemaNode[])[], branches?: readonly SchemaNode[]): void {
    const { shapes } = this
    const pairs = shapes.length * choices.length
    // If there are too many pairs, each shape and each choice still takes part.
    const count = Math.min(pairs, Math.max(WORK_LIMITS.shapes, shapes.length, choices.length))
    const refined: Shape[] = []
    for (let index = 0; index < count; index++) {
      const shape = shapes[count === pairs ? Math.floor(index / choices.length) : index % shapes.length]
      const chosen = index % choices.length
      if (!shape) continue
      const start = branches ? { ...shape, rivals: [...shape.rivals, { branches, chosen }] } : shape
      const choice = choices[chosen] ?? []
      refined.push(
        ...choice.reduce<readonly Shape[]>(
          (starts, node) => starts.flatMap((begun) => this.#refined(begun, node)),
          [start],
        ),
      )
    }
    this.shapes = spread(refined)
  }

  /** From here on the shapes ask for too little. */
  approximate(): void {
    this.shapes = this.shapes.map((shape) => (shape.exact ? { ...shape, exact: false } : shape))
  }
}

function addBranches(refinement: Refinement, node: SchemaNode): void {
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    if (!isObject(node.schema) || !isArray(node.schema[keyword])) continue
    const branches = subschemas(node, keyword).map((branch) => branch.node)
    const areRivals = keyword === 'oneOf' && branches.length > 1
    refinement.any(
      branches.map((branch) => [branch]),
      areRivals && branches.length <= WORK_LIMITS.rivals ? branches : undefined,
    )
    if (areRivals) refinement.approximate()
  }
}

function addCondition(refinement: Refinement, node: SchemaNode): void {
  const condition = subschema(node, 'if')
  const then = subschemas(node, 'then').map((branch) => branch.node)
  const otherwise = subschemas(node, 'else').map((branch) => branch.node)
  if (!condition || then.length + otherwise.length === 0) return
  refinement.any([[condition, ...then], [negation(condition), ...otherwise], otherwise])
  refinement.approximate()
}

function addNegation(refinement: Refinement, node: SchemaNode, { reader, isApart }: Walk): void {
  const not = subschema(node, 'not')
  if (!not) return
  const { ways, isAll } = negations(reader, not)
  if (isAll || (isApart && ways.length > 0)) refinement.any(ways.map((way) => [way]))
  refinement.approximate()
}

function addDependents(refinement: Refinement, node: SchemaNode): void {
  for (const { token, node: dependent } of subschemas(node, 'dependentSchemas')) {
    const name = String(token)
    const present = { schema: { required: [name] }, source: node.source }
    const absent = { schema: { properties: { [name]: false } }, source: node.source }
    refinement.any([[present, dependent], [absent]])
  }
}
