import { isObject } from '../../json/index.ts'
import type { Contract, SchemaNode } from './contract.ts'
import { type SubschemaKeyword, subschemas } from './subschemas.ts'

/** More schemas about one value are not read: a hostile document must not keep a reader busy. */
const MOST_ASPECTS = 1000

/**
 * The schemas about one value: the schema itself, and what `$ref` and `allOf` add, the nearest first and each once. With
 * `choices` those as well that these keywords may add.
 */
export function aspects(
  contract: Pick<Contract, 'resolve'>,
  root: SchemaNode,
  choices: readonly SubschemaKeyword[] = [],
): SchemaNode[] {
  const met = new Set<object>()
  const waiting = [root]
  const all: SchemaNode[] = []
  for (let node = waiting.shift(); node && all.length < MOST_ASPECTS; node = waiting.shift()) {
    const { schema } = node
    if (!isObject(schema) || met.has(schema)) continue
    met.add(schema)
    all.push(node)
    if (typeof schema.$ref === 'string') waiting.push(contract.resolve(schema.$ref, node.source))
    for (const keyword of ['allOf', ...choices] as const)
      for (const child of subschemas(node, keyword)) waiting.push(child.node)
  }
  return all
}
