import { addressOf } from '../model/index.ts'
import { referenceOf } from './document-node.ts'
import type { FileSet, Target } from './file-set.ts'
import { type Part, partsOf } from './grammar.ts'
import { schemeReferences } from './scheme-references.ts'

/** A part, the parts below it, and where its reference leads, if it has one. */
export interface Visit {
  readonly part: Part
  readonly below: readonly Part[]
  readonly reference?: { readonly text: string; readonly target: Target }
}

/**
 * Visits parts and all that they lead to among the files that are there, in the order of the document: what is below a
 * part comes before what it refers to. `seen` holds what was visited, which is visited once.
 */
export function* walk(files: FileSet, start: readonly Part[], seen: Set<string>): Generator<Visit, void> {
  const waiting = start.toReversed()
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const { kind, node } = part
    const key = `${kind} ${addressOf(node.source)}`
    if (seen.has(key)) continue
    seen.add(key)
    const text = referenceOf(node.value)
    const target = text === undefined ? undefined : files.targetOf(text, node.source)
    if (target?.kind === 'node') waiting.push({ kind, node: target.node })
    const dialect = files.dialectOf(node.source)
    const below = [...partsOf(part, dialect), ...schemeReferences(part, dialect)]
    waiting.push(...below.toReversed())
    yield { part, below, ...(text !== undefined && target && { reference: { text, target } }) }
  }
}
