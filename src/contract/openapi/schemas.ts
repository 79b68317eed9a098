import { isObject, type JsonObject } from '../../json/index.ts'
import { addressOf, type SchemaNode, type Source } from '../model/index.ts'
import { type DocumentNode, objectOf } from './document-node.ts'
import type { FileSet } from './file-set.ts'
import { levelSchema } from './level-schema.ts'
import { pickSchema } from './openapi-2.0.ts'

/** The levelled schemas of a contract, each made once. */
export class Schemas {
  readonly #files: FileSet
  readonly #nodes = new Map<string, SchemaNode>()
  readonly #resolved = new Map<string, SchemaNode>()

  constructor(files: FileSet) {
    this.#files = files
  }

  /** The schema that a node holds. */
  at({ value, source }: DocumentNode): SchemaNode {
    if (!isObject(value) && typeof value !== 'boolean') {
      throw this.#files.error('a schema is expected here, which is an object or a boolean', source)
    }
    return this.#once(source, value)
  }

  /** The schema of a parameter or header of 2.0, whose keywords stand beside its name. */
  ofParameter(parameter: DocumentNode): SchemaNode {
    return this.#once(parameter.source, pickSchema(objectOf(parameter)))
  }

  resolve(reference: string, from: Source): SchemaNode {
    // Only the file matters to where a reference leads.
    const key = `${from.file}\n${reference}`
    const resolved = this.#resolved.get(key)
    if (resolved) return resolved
    const schema = this.#beyondReferences(this.#leadsTo(reference, from))
    this.#resolved.set(key, schema)
    return schema
  }

  #leadsTo(reference: string, from: Source): SchemaNode {
    const target = this.#files.follow(reference, from)
    return this.#nodes.get(addressOf(target.source)) ?? this.at(target)
  }

  /** A schema that is a mere reference says nothing itself: however many follow each other, the last one counts. */
  #beyondReferences(start: SchemaNode): SchemaNode {
    const seen = new Set<SchemaNode>()
    let node = start
    for (let reference = mereReference(node); reference !== undefined; reference = mereReference(node)) {
      if (seen.has(node)) return start
      seen.add(node)
      node = this.#leadsTo(reference, node.source)
    }
    return node
  }

  #once(source: Source, schema: JsonObject | boolean): SchemaNode {
    const address = addressOf(source)
    const levelled = this.#nodes.get(address)
    if (levelled) return levelled
    const node = { schema: levelSchema({ schema, source }, this.#files.dialectOf(source)), source }
    this.#nodes.set(address, node)
    return node
  }
}

function mereReference({ schema }: SchemaNode): string | undefined {
  if (!isObject(schema) || Object.keys(schema).length !== 1) return undefined
  return typeof schema.$ref === 'string' ? schema.$ref : undefined
}
