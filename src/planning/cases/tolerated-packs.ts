import { type Json, type Pointer, parentPointer } from '../../json/index.ts'
import { edges } from '../generators/index.ts'
import type { Base } from './base.ts'
import { fullDraft } from './base-draft.ts'
import type { Feature } from './draft.ts'
import type { Pack } from './pack.ts'

const GREAT_DEPTH = 500

/** JSON members that RFC 8259 lets a parser refuse (sections 4, 6, 8.2 and 9), to be written into a free-form object. */
const SPLICES: readonly (readonly [name: string, text: string])[] = [
  ['repeated names', '"repeated":"a","repeated":"b"'],
  ['unpaired surrogates', '"surrogate":"\\ud800"'],
  ['numbers past double range', '"huge":1e400,"digits":123456789012345678901234567890,"tiny":1e-400'],
  ['great depth', `"deep":${'['.repeat(GREAT_DEPTH)}"a"${']'.repeat(GREAT_DEPTH)}`],
]

/**
 * One request with all that a parser may refuse; taken apart only when something breaks on it. If several values are
 * known, it is sent with the first two of them.
 */
export function toleratedPacks(base: Base): Pack[] {
  const draft = fullDraft(base)
  if (draft.body === undefined || draft.format.kind !== 'json') return []
  const spliceAt = freeFormPlace(base, draft.body)
  if (spliceAt === undefined) return []
  const features = SPLICES.map(
    ([name, text]): Feature => ({ name: `request.body ${spliceAt}: ${name}`, changes: [{ in: 'splice', text }] }),
  )
  return base.parameterSets.slice(0, 2).map((_, set) => ({ draft: { ...fullDraft(base, set), spliceAt }, features }))
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
