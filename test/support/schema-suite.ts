import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { SchemaNode, Source } from '../../src/contract/index.ts'
import { isArray, isObject, type Json, valueAt } from '../../src/json/index.ts'

/** The official JSON Schema test suite, 2020-12: test data that stands beside the checkout, where it is there at all. */
const ROOT = new URL('../../../shared/json-schema-test-suite/', import.meta.url)

export interface SuiteGroup {
  readonly file: string
  readonly description: string
  readonly schema: Json
  readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[]
}

export const isSuiteHere = (): boolean => existsSync(ROOT)

export function suiteGroups(): SuiteGroup[] {
  const folder = new URL('tests/draft2020-12/', ROOT)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const groups: Omit<SuiteGroup, 'file'>[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
      return groups.map((group) => ({ ...group, file }))
    })
}

/** Schemas that the suite expects at http://localhost:1234/, by URL. */
export function suiteRemotes(): Map<string, Json> {
  const found = new Map<string, Json>()
  const visit = (folder: URL, url: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) visit(new URL(`${entry.name}/`, folder), `${url}${entry.name}/`)
      else found.set(url + entry.name, JSON.parse(readFileSync(new URL(entry.name, folder), 'utf8')))
    }
  }
  visit(new URL('remotes/', ROOT), 'http://localhost:1234/')
  return found
}

const START = 'https://example.com/schema'

/** Follows `$ref` by `$id`, `$anchor` and pointer (JSON Schema 2020-12 core, 8.2) through a schema and the suite's remotes. */
export class SuiteReader {
  readonly root: SchemaNode
  readonly #documents: Map<string, Json>
  readonly #places = new Map<string, Source>()
  readonly #bases: { readonly file: string; readonly pointer: string; readonly base: string }[] = []

  constructor(schema: Json, remotes: ReadonlyMap<string, Json>) {
    this.#documents = new Map([...remotes, [START, schema]])
    for (const [file, document] of this.#documents) if (isCurrent(document)) this.#index(document, file, '', file)
    this.root = { schema: asSchema(schema), source: { file: START, pointer: '' } }
  }

  resolve(reference: string, from: Source): SchemaNode {
    const above = this.#bases.filter(
      ({ file, pointer }) => file === from.file && (from.pointer === pointer || from.pointer.startsWith(`${pointer}/`)),
    )
    const base = above.reduce((best, one) => (one.pointer.length >= best.pointer.length ? one : best), {
      file: from.file,
      pointer: '',
      base: from.file,
    }).base
    const [url = '', fragment = ''] = new URL(reference, base).href.split('#')
    const text = decodeURIComponent(fragment)
    const anchored = this.#places.get(`${url}#${text}`)
    if (anchored && !text.startsWith('/')) return this.#at(anchored)
    const place = this.#places.get(`${url}#`)
    if (!place) throw new Error(`nothing at ${url}`)
    return this.#at({ file: place.file, pointer: place.pointer + text })
  }

  #at(source: Source): SchemaNode {
    const value = valueAt(this.#documents.get(source.file) ?? null, source.pointer)
    return { schema: asSchema(value ?? true), source }
  }

  #index(value: Json, file: string, pointer: string, base: string): void {
    let here = base
    if (isObject(value)) {
      // A property may be named $id: only a text is one, and nothing in enum or const.
      if (typeof value.$id === 'string') here = new URL(value.$id, base).href.replace(/#$/, '')
      if (pointer === '' || here !== base) {
        this.#bases.push({ file, pointer, base: here })
        this.#places.set(`${here}#`, { file, pointer })
        if (pointer === '') this.#places.set(`${file}#`, { file, pointer })
      }
      for (const keyword of ['$anchor', '$dynamicAnchor'])
        if (typeof value[keyword] === 'string') this.#places.set(`${here}#${value[keyword]}`, { file, pointer })
    }
    if (isObject(value) || isArray(value))
      for (const [name, child] of Object.entries(value))
        if (name !== 'enum' && name !== 'const')
          this.#index(child, file, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, here)
  }
}

const isCurrent = (document: Json): boolean =>
  !isObject(document) ||
  document.$schema === undefined ||
  String(document.$schema).includes('2020-12') ||
  String(document.$schema).includes('localhost')
const asSchema = (value: Json) => (isObject(value) || typeof value === 'boolean' ? value : true)
