import { isRequestConstraint } from '../../contract/constraints/index.ts'
import { isJsonMediaType } from '../../http/index.ts'
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
  const said = saidBody(testCase)
  if (!said) return { testCase, isScarce: false }
  const leaves = leavesOf(said.body, '').filter((leaf) => isTemplateOf(pointer, leaf.pointer))
  const places = instancesAt(said.body, pointer).length
  if (places === 0) return { testCase, isScarce: false }
  // There are no other values like null, or like no item.
  if (places > leaves.length) return undefined
  for (let index = 0; index < MOST_CANDIDATES; index++) {
    let renewed: SaidBody | undefined = said
    const others = leaves.flatMap((leaf, item) => alike(leaf.value, turn + BigInt(item))[index] ?? [])
    if (others.length < leaves.length) continue
    for (const [item, leaf] of leaves.entries())
      renewed = renewed && withLeaf(renewed, leaf, others[item]?.value ?? null)
    if (!renewed) return undefined
    const candidate = saying(judge, testCase, renewed)
    const { judged } = testCase
    if (saysTheSame(judge, judged, candidate.judged) && isSame(judged, candidate.judged))
      return { testCase: candidate, isScarce: others.some(({ isScarce }) => isScarce) }
  }
  return undefined
}

/** What a body says, and how it is put on the wire. */
interface SaidBody {
  readonly body: Json
  /** What is sent in place of what would be written. */
  readonly bytes: Uint8Array | undefined
  readonly isJson: boolean
}

/** The body of a case; of one from a report that which was read, and its bytes where they are not as they would be written. */
function saidBody({ draft, request, judged }: Case): SaidBody | undefined {
  if (draft)
    return draft.body === undefined
      ? undefined
      : { body: draft.body, bytes: draft.rawBody, isJson: draft.format.kind === 'json' }
  const { body, mediaType } = judged
  if (body === undefined || !request.body || mediaType === undefined) return undefined
  const isJson = isJsonMediaType(mediaType)
  const isAsWritten = isJson && Buffer.from(request.body).equals(Buffer.from(writeJson(body)))
  return { body, bytes: isAsWritten ? undefined : request.body, isJson }
}

/** A case with another body. */
function saying(judge: OperationJudge, testCase: Case, { body, bytes }: SaidBody): Case {
  const { name, draft, credentials } = testCase
  if (draft) {
    const renewed = { ...draft, body, rawBody: bytes }
    const { request, judged } = makeCase(judge, name, renewed, { credentials })
    return { ...testCase, draft: renewed, request, judged }
  }
  const request = { ...testCase.request, body: bytes ?? new TextEncoder().encode(writeJson(body)) }
  return { ...testCase, request, judged: judge.request(request) }
}

/** A body with another value in it, and in the bytes that are sent in place of that; undefined if these lack it. */
function withLeaf(
  { body: whole, bytes: sent, isJson }: SaidBody,
  leaf: { readonly pointer: Pointer; readonly value: Json },
  value: Json,
): SaidBody | undefined {
  const body = withValueAt(whole, leaf.pointer, value)
  if (!sent) return { body, bytes: undefined, isJson }
  // In forms a text stands as it is, if it has nothing to escape: a short one may stand for something else.
  if (!isJson && !isPlain(leaf.value)) return undefined
  const bytesOf = (json: Json): string => Buffer.from(isJson ? writeJson(json) : String(json)).toString('latin1')
  const text = Buffer.from(sent).toString('latin1')
  const changed = text.replaceAll(bytesOf(leaf.value), () => bytesOf(value))
  return changed === text ? undefined : { body, bytes: Buffer.from(changed, 'latin1'), isJson }
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
