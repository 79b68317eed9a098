import { isRequestConstraint } from '../../contract/constraints/index.ts'
import { instancesAt, isTemplateOf, type Json, type Pointer, withValueAt, writeJson } from '../../json/index.ts'
import {
  isRequestAtEdge,
  issuesOf,
  type JudgedRequest,
  type OperationJudge,
  verdictName,
} from '../../judging/messages/index.ts'
import { alike } from '../generators/index.ts'
import type { Case } from './case.ts'
import type { Draft } from './draft.ts'
import { leavesOf } from './leaves.ts'
import { makeCase } from './make-case.ts'

/** Values of a place that are tried, from the likest on. */
const MOST_CANDIDATES = 2

export interface Renewal {
  /** In the body; a template stands for all its places. */
  readonly pointer: Pointer
  /** Each has other values. */
  readonly turn: bigint
  /** Whether a renewed request is as good as the planned one, beyond what the document says. */
  readonly isSame: (planned: JudgedRequest, renewed: JudgedRequest) => boolean
}

/**
 * A case with other values at a place of its body. The wire says the same of it: what it breaks, and at whose edges it
 * stands. The case itself if it says nothing there; undefined if no other value would do. `isScarce` says that there are
 * so few others that they may have been used before.
 */
export function renewedCase(
  judge: OperationJudge,
  testCase: Case,
  { pointer, turn, isSame }: Renewal,
): { readonly testCase: Case; readonly isScarce: boolean } | undefined {
  const { draft, credentials, name, judged } = testCase
  const { body } = draft ?? {}
  if (!draft || body === undefined) return { testCase, isScarce: false }
  const leaves = leavesOf(body, '').filter((leaf) => isTemplateOf(pointer, leaf.pointer))
  const places = instancesAt(body, pointer).length
  if (places === 0) return { testCase, isScarce: false }
  // There are no other values like null, or like no item.
  if (places > leaves.length) return undefined
  for (let index = 0; index < MOST_CANDIDATES; index++) {
    let renewed: Draft | undefined = draft
    const others = leaves.flatMap((leaf, item) => alike(leaf.value, turn + BigInt(item))[index] ?? [])
    if (others.length < leaves.length) continue
    for (const [item, leaf] of leaves.entries())
      renewed = renewed && withLeaf(renewed, leaf, others[item]?.value ?? null)
    if (!renewed) return undefined
    const candidate = makeCase(judge, name, renewed, { credentials })
    if (saysTheSame(judge, judged, candidate.judged) && isSame(judged, candidate.judged))
      return {
        testCase: { ...testCase, draft: renewed, request: candidate.request, judged: candidate.judged },
        isScarce: others.some(({ isScarce }) => isScarce),
      }
  }
  return undefined
}

/** A draft with another value in its body, and in the bytes that are sent in place of that; undefined if these lack it. */
function withLeaf(
  draft: Draft,
  leaf: { readonly pointer: Pointer; readonly value: Json },
  value: Json,
): Draft | undefined {
  const body = withValueAt(draft.body ?? null, leaf.pointer, value)
  if (!draft.rawBody) return { ...draft, body }
  // In forms a text stands as it is, if it has nothing to escape: a short one may stand for something else.
  if (draft.format.kind !== 'json' && !isPlain(leaf.value)) return undefined
  const written = (json: Json): string => (draft.format.kind === 'json' ? writeJson(json) : String(json))
  const bytes = (json: Json): string => Buffer.from(written(json)).toString('latin1')
  const text = Buffer.from(draft.rawBody).toString('latin1')
  const changed = text.replaceAll(bytes(leaf.value), () => bytes(value))
  return changed === text ? undefined : { ...draft, body, rawBody: Buffer.from(changed, 'latin1') }
}

const isPlain = (value: Json): boolean => typeof value === 'string' && /^[\w.@-]{6,}$/.test(value)

function saysTheSame(judge: OperationJudge, planned: JudgedRequest, renewed: JudgedRequest): boolean {
  const broken = (judged: JudgedRequest): string =>
    issuesOf(judged)
      .map(({ constraint, pointer }) => `${constraint.id} ${pointer}`)
      .join('\n')
  return (
    verdictName(planned) === verdictName(renewed) &&
    broken(planned) === broken(renewed) &&
    judge.constraints
      .filter(isRequestConstraint)
      .every((edge) => isRequestAtEdge(edge, planned) === isRequestAtEdge(edge, renewed))
  )
}
