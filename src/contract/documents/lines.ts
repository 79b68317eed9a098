import type { Document, Node } from 'yaml'
import { parsePointer } from '../../json/index.ts'
import type { Locate } from '../openapi/index.ts'
import { yamlModule } from './yaml-module.ts'

/** In UTF-16 code units. The positions of a document of 13 MB take 650 MB of memory. */
const LONGEST_TEXT = 4 * 1024 * 1024

type LineOf = (tokens: readonly string[]) => number

/** Knows on which line a place stands. It parses a text once, when someone first asks about it. */
export class Lines {
  readonly #locators = new Map<string, LineOf | undefined>()

  /** From 1. A place that the author did not write has the line of the nearest place around it. */
  readonly locate: Locate = (source, text) => {
    if (!this.#locators.has(source.file)) this.#locators.set(source.file, createLocator(text))
    try {
      return this.#locators.get(source.file)?.(parsePointer(source.pointer))
    } catch {
      return undefined
    }
  }
}

function createLocator(text: string): LineOf | undefined {
  if (text.length > LONGEST_TEXT) return undefined
  const { LineCounter, parseDocument } = yamlModule()
  try {
    const counter = new LineCounter()
    const options = { lineCounter: counter, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const
    const document = parseDocument(text, options)
    return (tokens) => counter.linePos(offsetOf(document, tokens)).line
  } catch {
    return undefined
  }
}

function offsetOf(document: Document.Parsed, tokens: readonly string[]): number {
  const { isAlias, isMap, isNode, isScalar, isSeq } = yamlModule()
  let node: Node | undefined = document.contents ?? undefined
  let offset = node?.range?.[0] ?? 0
  for (const token of tokens) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      // If a name is repeated, JSON.parse takes the last.
      const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value ?? '') === token)
      if (pair === undefined) return offset
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset
      node = isNode(pair.value) ? pair.value : undefined
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(token)]
      if (!isNode(item)) return offset
      offset = item.range?.[0] ?? offset
      node = item
    } else return offset
  }
  return offset
}
