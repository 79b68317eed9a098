import type { Document, Node, Pair } from 'yaml'
import { JsonOffsets, parsePointer } from '../../json/index.ts'
import type { Locate } from '../openapi/index.ts'
import { resolveAliases } from './resolve-aliases.ts'
import { yamlModule } from './yaml-module.ts'

type LineOf = (tokens: readonly string[]) => number

/** Knows on which line a place stands. It reads a text once, when someone first asks about it. */
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** JSON is read without the nodes of YAML, which take fifty times the memory of the text. */
const createLocator = (text: string): LineOf | undefined => (isJson(text) ? inJson(text) : inYaml(text))

function inJson(text: string): LineOf {
  const offsets = new JsonOffsets(text)
  const starts = [0]
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return (tokens) => {
    const offset = offsets.offsetOf(tokens)
    let [first, past] = [0, starts.length]
    // The last line that begins up to the offset.
    while (past - first > 1) {
      const middle = (first + past) >> 1
      if ((starts[middle] ?? 0) <= offset) first = middle
      else past = middle
    }
    return first + 1
  }
}

function inYaml(text: string): LineOf | undefined {
  const { LineCounter, parseDocument } = yamlModule()
  try {
    const counter = new LineCounter()
    const options = { lineCounter: counter, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const
    const document = parseDocument(text, options)
    resolveAliases(document)
    const pairs: PairsOf = new Map()
    return (tokens) => counter.linePos(offsetOf(document, tokens, pairs)).line
  } catch {
    return undefined
  }
}

/** The pairs of each map that was looked into, by name; one without a plain name is its own. */
type PairsOf = Map<Node, ReadonlyMap<string | Pair, Pair>>

function offsetOf(document: Document.Parsed, tokens: readonly string[], pairsOf: PairsOf): number {
  const { isAlias, isMap, isNode, isScalar, isSeq } = yamlModule()
  let node: Node | undefined = document.contents ?? undefined
  let offset = node?.range?.[0] ?? 0
  for (const token of tokens) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      let pairs = pairsOf.get(node)
      // If a name is repeated, JSON.parse takes the last.
      pairs ??= new Map(node.items.map((item) => [isScalar(item.key) ? String(item.key.value ?? '') : item, item]))
      pairsOf.set(node, pairs)
      const pair = pairs.get(token)
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
