import { type Contract, mapSubschemas, type SchemaNode, type Source } from '../contract/index.ts'
import type { Json, JsonObject, Pointer } from '../json/index.ts'

/** One JSON document that ajv can compile, and where each of its definitions comes from. */
export interface SelfContained {
  readonly schema: JsonObject
  /** The document's place of a keyword, from the pointer of ajv's `schemaPath` without its `#`. */
  sourceOf(schemaPath: Pointer): Source
}

/** What ajv would act upon though the contract does not mean it: identifiers move the base of `$ref`, `nullable` widens. */
const LEFT_OUT = new Set(['$id', 'id', '$schema', '$anchor', '$dynamicAnchor', 'nullable', 'discriminator'])

/**
 * Gathers a schema and all that its `$ref`s lead to under `$defs`. ajv cannot compile a circular dereferenced object,
 * and must not read a whole hostile document when it needs one schema.
 */
export function selfContained(contract: Contract, root: SchemaNode): SelfContained {
  const names = new Map<string, string>()
  const sources = new Map<string, Source>()
  const definitions: { [name: string]: Json } = {}

  function define(node: SchemaNode): string {
    const address = `${node.source.file}#${node.source.pointer}`
    const known = names.get(address)
    if (known !== undefined) return known
    const name = `s${names.size}`
    names.set(address, name)
    sources.set(name, node.source)
    definitions[name] = true
    definitions[name] = rewrite(node)
    return name
  }

  function rewrite(node: SchemaNode): Json {
    const { schema, source } = node
    if (typeof schema === 'boolean') return schema
    const copy = mapSubschemas(schema, (child, pointer) =>
      rewrite({ schema: child, source: { file: source.file, pointer: source.pointer + pointer } }),
    )
    const kept = Object.entries(copy).filter(([keyword, value]) => !LEFT_OUT.has(keyword) || typeof value === 'object')
    const result = Object.fromEntries(kept)
    if (typeof result.$ref === 'string') result.$ref = `#/$defs/${define(contract.resolve(result.$ref, source))}`
    return result
  }

  const $ref = `#/$defs/${define(root)}`
  return {
    schema: { $ref, $defs: definitions },
    sourceOf(schemaPath) {
      const [, , name = '', ...rest] = schemaPath.split('/')
      const source = sources.get(name)
      if (!source) return root.source
      return { file: source.file, pointer: rest.length === 0 ? source.pointer : `${source.pointer}/${rest.join('/')}` }
    },
  }
}
