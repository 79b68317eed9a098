import type { Document } from 'yaml'
import { yamlModule } from './yaml-module.ts'

/** As the `yaml` package says it, whose own check compares each key of a mapping with all before it. */
export const REPEATED_KEY = 'Map keys must be unique'

/** Where the first key stands that a mapping has already, in UTF-16 code units; undefined if there is none. */
export function repeatedKey(document: Document.Parsed): number | undefined {
  const { isScalar, visit } = yamlModule()
  let first: number | undefined
  visit(document, {
    Map(_, { items }) {
      const names = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        const offset = key.range?.[0] ?? 0
        if (names.has(key.value) && offset < (first ?? Number.POSITIVE_INFINITY)) first = offset
        names.add(key.value)
      }
    },
  })
  return first
}
