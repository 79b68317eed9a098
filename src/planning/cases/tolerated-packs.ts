import { parameterKey } from '../../contract/constraints/index.ts'
import { isSafe } from '../../http/index.ts'
import { type Json, type Pointer, parentPointer } from '../../json/index.ts'
import { isAcceptable, isConforming } from '../../judging/messages/index.ts'
import { edges } from '../generators/index.ts'
import type { Base } from './base.ts'
import { fullDraft } from './base-draft.ts'
import type { Feature } from './draft.ts'
import { packedCase } from './make-case.ts'
import { narrowTwin } from './narrow-twin.ts'
import type { Pack } from './pack.ts'

const nested = (depth: number): string => `${'['.repeat(depth)}"a"${']'.repeat(depth)}`

type Splices = readonly (readonly [name: string, text: string])[]

/** JSON members that RFC 8259 lets a parser refuse (sections 4, 6, 8.2 and 9), to be written into a free-form object. */
const SPLICES: Splices = [
  ['repeated names', '"repeated":"a","repeated":"b"'],
  ['unpaired surrogates', '"surrogate":"\\ud800"'],
  ['numbers past double range', '"huge":1e400,"digits":123456789012345678901234567890,"tiny":1e-400'],
  ['great depth', `"deep":${nested(500)}`],
]

/**
 * A level more than System.Text.Json takes, and than MongoDB stores and Ruby parses. They are sent apart from the greatest
 * depth: what a parser refuses does not reach the program behind it.
 */
const DEPTHS: Splices = [65, 101].map((depth) => [`depth ${depth}`, `"deep${depth}":${nested(depth)}`])

/** Requests with all that a recipient may refuse; taken apart only when something breaks on them. */
export const toleratedPacks = (base: Base): Pack[] => [...splicedPacks(base), ...emptyPack(base), ...noItemsPack(base)]

/** Empty texts in a query where nothing says that they are meant. What may change something may take them for "all". */
function emptyPack(base: Base): Pack[] {
  const { judge } = base
  if (!isSafe(judge.operation.method)) return []
  const draft = fullDraft(base)
  const features = judge.operation.parameters.flatMap((parameter): Feature[] => {
    const key = parameterKey(parameter)
    if (parameter.in !== 'query' || base.secret.has(key) || base.carried.has(key)) return []
    const name = `request.${key}: an empty value`
    const value = judge.shape(parameter.schema).types.includes('array') ? [''] : ''
    const feature: Feature = { name, changes: [{ in: 'parameter', key, value }] }
    const { draft: beside } = narrowTwin(base, { name, draft }, { in: 'parameter', key })
    const { judged } = packedCase(judge, { draft: beside, features: [feature] })
    return isAcceptable(judged) && !isConforming(judged) ? [feature] : []
  })
  return features.length === 0 ? [] : [{ draft, features }]
}

/** A sequence without items, if a recipient may take it for no body at all. */
function noItemsPack(base: Base): Pack[] {
  const draft = fullDraft(base)
  if (draft.format.kind !== 'sequence') return []
  const features: Feature[] = [{ name: 'request.body: no items', changes: [{ in: 'body', pointer: '', value: [] }] }]
  const { judged } = packedCase(base.judge, { draft, features })
  return isAcceptable(judged) && !isConforming(judged) ? [{ draft, features }] : []
}

/** Bodies with all that a parser may refuse. If several values are known, the first two of them are sent. */
function splicedPacks(base: Base): Pack[] {
  const draft = fullDraft(base)
  if (draft.body === undefined || draft.format.kind !== 'json') return []
  const spliceAt = freeFormPlace(base, draft.body)
  if (spliceAt === undefined) return []
  const packOf = (splices: Splices, set: number): Pack => ({
    draft: { ...fullDraft(base, set), spliceAt },
    features: splices.map(
      ([name, text]): Feature => ({ name: `request.body ${spliceAt}: ${name}`, changes: [{ in: 'splice', text }] }),
    ),
  })
  return [...base.parameterSets.slice(0, 2).map((_, set) => packOf(SPLICES, set)), packOf(DEPTHS, 0)]
}

/** Where any member is allowed: an object of free form or, failing that, the root if it takes unknown properties. */
function freeFormPlace({ body }: Base, full: Json): Pointer | undefined {
  if (!body) return undefined
  const { media } = body
  if (!media.schema) return ''
  const bodyEdges = edges(body.contract, body.nodes, full)
  const freeForm = bodyEdges.findLast(({ name }) => name === 'prototype names')
  const open = bodyEdges.find(({ name }) => name === 'a property that the document does not name')
  const added = (freeForm ?? open)?.changes[0]
  return added && parentPointer(added.pointer)
}
