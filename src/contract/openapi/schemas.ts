import { isObject, type JsonObject } from '../../json/index.ts'
import { addressOf, type SchemaNode, type Source } from '../model/index.ts'
import { levelSchema } from './dialect.ts'
import type { FileSet } from './file-set.ts'
import { pickSchema } from './openapi-2.0.ts'
import { objectOf, type Place } from './place.ts'

/** The levelled schemas of a contract, each made once. */
export class Schemas {
  readonly #files: FileSet
  readonly #nodes = new Map<string, SchemaNode>()
  readonly #resolved = new Map<string, SchemaNode>()

  constructor(files: FileSet) {
    this.#files = files
  }

  /** The schema that stands at a place. */
  at(place: Place): SchemaNode {
    const { value, source } = place
    if (!isObject(value) && typeof value !== 'boolean') {
      throw this.#files.error('a schema is expected here, which is an object or a boolean', source)
    }
    return this.#once(source, value)
  }

  /** The schema of a parameter or header of 2.0, whose keywords stand beside its name. */
  ofParameter(place: Place): SchemaNode {
    return this.#once(place.source, pickSchema(objectOf(place)))
  }

  resolve(reference: string, from: Source): SchemaNode {
    // Only the file matters to where a reference leads.
    const key = `${from.file}\n${reference}`
    const known = this.#resolved.get(key)
    if (known) return known
    const place = this.#files.follow(reference, from)
    const node = this.#nodes.get(addressOf(place.source)) ?? this.at(place)
    this.#resolved.set(key, node)
    return node
  }

  #once(source: Source, schema: JsonObject | boolean): SchemaNode {
    const known = this.#nodes.get(addressOf(source))
    if (known) return known
    const node = { schema: levelSchema({ schema, source }, this.#files.dialectOf(source)), source }
    this.#nodes.set(addressOf(source), node)
    return node
  }
}
