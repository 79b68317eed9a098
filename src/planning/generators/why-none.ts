import { addressOf, type SchemaNode, subschemas } from '../../contract/model/index.ts'
import { appendToken, isObject } from '../../json/index.ts'
import type { Draws } from './draws.ts'
import { inBudget, WORK_LIMITS } from './limits.ts'
import type { SchemaReader } from './membership.ts'
import { itemNodes, prefixLength, propertyNodes, type Shape } from './shape.ts'

/** Schemas that are looked through for a keyword, and levels for why there is no end. */
const MOST_LOOKED_AT = 200

/** Why no value of some schemas can be made, in the words of the document; undefined if there may be one. */
export function whyNone(draws: Draws, nodes: readonly SchemaNode[]): string | undefined {
  if (draws.canBe(nodes)) return undefined
  return draws.isFinite(nodes) ? whyTooLarge(draws, nodes) : whyEndless(draws, nodes)
}

/** Which keyword asks for more than there is room for: the innermost one that does so alone. */
function whyTooLarge(draws: Draws, nodes: readonly SchemaNode[]): string {
  let inner = nodes
  for (let level = 0; level < MOST_LOOKED_AT; level++) {
    const shape = leastShape(draws, inner)
    const part = shape && neededParts(shape).find(({ nodes: needed }) => needed.length > 0 && !draws.canBe(needed))
    if (part) inner = part.nodes
    else {
      const size = draws.leastSize(inner)
      return `${demand(draws.reader, inner, shape)} takes at least ${size} bytes, more than ${inBudget(draws.budget)}`
    }
  }
  return `its smallest value is larger than ${inBudget(draws.budget)}`
}

function leastShape(draws: Draws, nodes: readonly SchemaNode[]): Shape | undefined {
  const size = (shape: Shape): number => Math.min(...shape.types.map((type) => draws.leastSizeOf(shape, type)))
  return [...draws.shapes(nodes)].sort((a, b) => size(a) - size(b))[0]
}

/** The parts that any value of a shape has; of alike items one. */
function neededParts(shape: Shape): { readonly what: string; readonly nodes: readonly SchemaNode[] }[] {
  const names = shape.types.includes('object') ? [...shape.required] : []
  const items = shape.types.includes('array') ? Math.min(shape.minItems, prefixLength(shape) + 1) : 0
  const contained = shape.types.includes('array') ? shape.contains.filter(({ least }) => least > 0) : []
  return [
    ...names.map((name) => ({ what: `requires ${name}`, nodes: propertyNodes(shape, name) })),
    ...Array.from({ length: items }, (_, index) => ({ what: 'needs an item', nodes: itemNodes(shape, index) })),
    ...contained.map(({ node }) => ({ what: 'contains an item', nodes: [node] })),
  ]
}

/** What the least size of a shape comes from. */
const LEAST = ['minLength', 'minItems', 'minContains', 'minProperties'] as const

/** `minItems 1000000000 at spec.yaml#/…/minItems`. */
function demand(reader: SchemaReader, nodes: readonly SchemaNode[], shape: Shape | undefined): string {
  const keywords = shape?.members ? (['enum', 'const'] as const) : ([...LEAST, 'pattern', 'required'] as const)
  const places = schemasOf(reader, nodes)
  const bounds = keywords.flatMap((keyword) =>
    places.flatMap(({ schema, source }) => {
      const value = isObject(schema) ? schema[keyword] : undefined
      if (value === undefined) return []
      const size = typeof value === 'number' ? value : 1
      const shown = typeof value === 'number' ? ` ${value}` : ''
      const pointer = appendToken(source.pointer, keyword)
      return [{ size, text: `${keyword}${shown} at ${addressOf({ ...source, pointer })}` }]
    }),
  )
  const [largest] = bounds.sort((a, b) => b.size - a.size)
  return largest?.text ?? addressOf(nodes[0]?.source ?? { file: '', pointer: '' })
}

/** Schemas about one value, and those that they lead to. */
function schemasOf(reader: SchemaReader, nodes: readonly SchemaNode[]): SchemaNode[] {
  const all = [...nodes]
  for (let index = 0; index < all.length && index < MOST_LOOKED_AT; index++) {
    const node = all[index]
    if (!node || !isObject(node.schema)) continue
    const { $ref } = node.schema
    const led = typeof $ref === 'string' ? [reader.resolve($ref, node.source)] : []
    const inner = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((keyword) => subschemas(node, keyword))
    for (const next of [...led, ...inner.map((part) => part.node)])
      if (!all.some(({ schema }) => schema === next.schema)) all.push(next)
  }
  return all
}

const TOO_DEEP = `a value takes more than ${WORK_LIMITS.height} levels: none so deep is made`

/** How a schema leads back to itself; undefined if its keywords leave nothing anyway. */
function whyEndless(draws: Draws, nodes: readonly SchemaNode[]): string | undefined {
  const steps: { readonly schema: SchemaNode['schema'] | undefined; readonly at: string; readonly what: string }[] = []
  let inner = nodes
  while (steps.length < MOST_LOOKED_AT) {
    const home = resolved(draws.reader, inner[0])
    const source = home?.source ?? { file: '', pointer: '' }
    const at = source.file === nodes[0]?.source.file ? `#${source.pointer}` : addressOf(source)
    const first = steps.findIndex(({ schema }) => schema === home?.schema)
    if (first !== -1) {
      const way = steps.slice(first).map(({ at: place, what }) => `${place} ${what}`)
      return `no finite value exists: ${way.join(', ')}, which is ${at} again`
    }
    const parts = draws.shapes(inner).flatMap(neededParts)
    const part = parts.find(({ nodes: needed }) => needed.length > 0 && !draws.isFinite(needed))
    // A level less would be one that can be made, unless its keywords leave nothing.
    if (!part) return parts.length === 0 ? undefined : TOO_DEEP
    steps.push({ schema: home?.schema, at, what: part.what })
    inner = part.nodes
  }
  return TOO_DEEP
}

function resolved(reader: SchemaReader, node: SchemaNode | undefined): SchemaNode | undefined {
  let target = node
  for (let count = 0; target && count < MOST_LOOKED_AT; count++) {
    const reference = isObject(target.schema) ? target.schema.$ref : undefined
    if (typeof reference !== 'string') break
    target = reader.resolve(reference, target.source)
  }
  return target
}
