import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { SchemaNode, Source } from '../../src/contract/model/index.ts'
import { appendToken, isArray, isObject, type Json, valueAt } from '../../src/json/index.ts'

export interface SuiteGroup {
  readonly file: string
  readonly description: string
  readonly schema: Json
  readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[]
}

/**
 * The official JSON Schema test suite, 2020-12, which is no part of the project. JSON_SCHEMA_TEST_SUITE names its
 * folder; otherwise it is `shared/json-schema-test-suite` beside the checkout or beside a folder above it.
 */
const ROOT = ((): URL | undefined => {
  const named = process.env.JSON_SCHEMA_TEST_SUITE
  if (named !== undefined) return existsSync(named) ? pathToFileURL(`${named}/`) : undefined
  for (
    let folder = new URL('../../', import.meta.url), count = 0;
    count < 8;
    count++, folder = new URL('../', folder)
  ) {
    const suite = new URL('shared/json-schema-test-suite/', folder)
    if (existsSync(suite)) return suite
  }
  return undefined
})()

export const isSuiteHere = ROOT !== undefined

const parse = (file: URL) => JSON.parse(readFileSync(file, 'utf8'))

export function suiteGroups(): SuiteGroup[] {
  if (!ROOT) return []
  const folder = new URL('tests/draft2020-12/', ROOT)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const groups: Omit<SuiteGroup, 'file'>[] = parse(new URL(file, folder))
      return groups.map((group) => ({ ...group, file }))
    })
}

/** Schemas of 2020-12 that the suite expects at http://localhost:1234/, by URL. */
export function suiteRemotes(): Map<string, Json> {
  const remotes = new Map<string, Json>()
  const visit = (folder: URL, url: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) visit(new URL(`${entry.name}/`, folder), `${url}${entry.name}/`)
      else {
        const document: Json = parse(new URL(entry.name, folder))
        if (isCurrent(document)) remotes.set(url + entry.name, document)
      }
    }
  }
  if (ROOT) visit(new URL('remotes/', ROOT), 'http://localhost:1234/')
  return remotes
}

const isCurrent = (document: Json): boolean =>
  !isObject(document) ||
  document.$schema === undefined ||
  /2020-12|localhost/.test(typeof document.$schema === 'string' ? document.$schema : '')

/** The metaschema of 2020-12 and its vocabularies, by URL, as ajv ships them. */
export function metaschemas(): Map<string, Json> {
  const require = createRequire(import.meta.url)
  const names = ['core', 'applicator', 'unevaluated', 'validation', 'meta-data', 'format-annotation', 'content']
  return new Map(
    ['schema', ...names.map((name) => `meta/${name}`)].map((name): [string, Json] => [
      `https://json-schema.org/draft/2020-12/${name}`,
      require(`ajv/dist/refs/json-schema-2020-12/${name}.json`),
    ]),
  )
}

const START = 'https://example.com/schema'

/** The places of the schema resources and anchors in documents. */
class SuiteIndex {
  readonly documents: Map<string, Json>
  readonly places = new Map<string, Source>()
  readonly dynamic = new Map<string, Source>()
  readonly #bases: { readonly file: string; readonly pointer: string; readonly base: string }[] = []

  constructor(documents: ReadonlyMap<string, Json>) {
    this.documents = new Map(documents)
    for (const [file, document] of documents) this.#add(document, file, '', file)
  }

  /** The URL of the schema resource that a place belongs to. */
  baseOf({ file, pointer }: Source): string | undefined {
    const above = this.#bases.filter(
      (place) => place.file === file && (pointer === place.pointer || pointer.startsWith(`${place.pointer}/`)),
    )
    return above.sort((a, b) => b.pointer.length - a.pointer.length)[0]?.base
  }

  #add(value: Json, file: string, pointer: string, base: string): void {
    let here = base
    if (isObject(value)) {
      // A property may be named $id; as an identifier it is a text.
      if (typeof value.$id === 'string') here = new URL(value.$id, base).href.replace(/#$/, '')
      if (pointer === '' || here !== base) {
        this.#bases.push({ file, pointer, base: here })
        this.places.set(`${here}#`, { file, pointer })
        if (pointer === '') this.places.set(`${file}#`, { file, pointer })
      }
      for (const keyword of ['$anchor', '$dynamicAnchor'])
        if (typeof value[keyword] === 'string') this.places.set(`${here}#${value[keyword]}`, { file, pointer })
      if (typeof value.$dynamicAnchor === 'string')
        this.dynamic.set(`${here}#${value.$dynamicAnchor}`, { file, pointer })
    }
    if (isObject(value) || isArray(value))
      for (const [name, child] of Object.entries(value))
        if (name !== 'enum' && name !== 'const') this.#add(child, file, appendToken(pointer, name), here)
  }
}

let shared: SuiteIndex | undefined

/** Follows `$ref` by `$id`, `$anchor` and pointer (JSON Schema 2020-12 core, 8.2), in a schema and in the suite. */
export class SuiteReader {
  readonly root: SchemaNode
  readonly #own: SuiteIndex
  readonly #shared: SuiteIndex

  constructor(schema: Json) {
    shared ??= new SuiteIndex(new Map([...suiteRemotes(), ...metaschemas()]))
    this.#shared = shared
    this.#own = new SuiteIndex(new Map([[START, schema]]))
    this.root = { schema: asSchema(schema), source: { file: START, pointer: '' } }
  }

  resolve(reference: string, from: Source): SchemaNode {
    const [url = '', fragment = ''] = new URL(reference, this.#baseOf(from)).href.split('#')
    const text = decodeURIComponent(fragment)
    const anchored = text.startsWith('/') ? undefined : this.#find('places', `${url}#${text}`)
    if (anchored) return this.#at(anchored)
    const place = this.#find('places', `${url}#`)
    if (!place) throw new Error(`nothing at ${url}`)
    return this.#at({ file: place.file, pointer: place.pointer + text })
  }

  dynamicAnchor(name: string, within: Source): SchemaNode | undefined {
    const place = this.#find('dynamic', `${this.#baseOf(within)}#${name}`)
    return place && this.#at(place)
  }

  #find = (what: 'places' | 'dynamic', key: string): Source | undefined =>
    this.#own[what].get(key) ?? this.#shared[what].get(key)

  #baseOf = (from: Source): string => this.#own.baseOf(from) ?? this.#shared.baseOf(from) ?? from.file

  #at(source: Source): SchemaNode {
    const document = this.#own.documents.get(source.file) ?? this.#shared.documents.get(source.file)
    return { schema: asSchema(valueAt(document ?? null, source.pointer) ?? true), source }
  }
}

const asSchema = (value: Json) => (isObject(value) || typeof value === 'boolean' ? value : true)
