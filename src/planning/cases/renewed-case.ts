import { isRequestConstraint, parameterKey } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import { type HttpRequest, isJsonMediaType, withFields } from '../../http/index.ts'
import {
  instancesAt,
  isArray,
  isObject,
  isTemplateOf,
  type Json,
  type Pointer,
  withValueAt,
  writeJson,
} from '../../json/index.ts'
import {
  isRequestAtEdge,
  issuesOf,
  type JudgedRequest,
  type OperationJudge,
  pathTemplate,
  verdictName,
} from '../../judging/messages/index.ts'
import { type Alike, alike, cannotExist } from '../generators/index.ts'
import type { Case } from './case.ts'
import type { Draft } from './draft.ts'
import type { KeyPlace } from './key-place.ts'
import { leavesOf } from './leaves.ts'
import { makeCase } from './make-case.ts'

/** Values of a place that are tried, from the likest on. */
const MOST_CANDIDATES = 2

export interface Renewal extends Pick<KeyPlace, 'place' | 'pointer'> {
  /** Each has other values. */
  readonly turn: bigint
  /** Whether a renewed request is as good as the planned one, beyond what the document says. */
  readonly isSame: (planned: JudgedRequest, renewed: JudgedRequest) => boolean
}

/**
 * A case with other values at a place. The wire says the same of it: what it breaks, and at whose edges it stands. The
 * case itself if it says nothing there; undefined if no other value would do. In the path, a value that names nothing
 * becomes another one that names nothing. `isScarce` says that there are so few others that they may have been used
 * before.
 */
export function renewedCase(
  judge: OperationJudge,
  testCase: Case,
  { place, pointer, turn, isSame }: Renewal,
): { readonly testCase: Case; readonly isScarce: boolean } | undefined {
  const said = place === 'body' ? saidInBody(judge, testCase, pointer) : saidInParameter(judge, testCase, place)
  if (!said || said.count === 0) return { testCase, isScarce: false }
  // There are no other values like null, or like no item.
  if (said.count > said.values.length) return undefined
  const isInPath = place.startsWith('path.')
  const likeOf = (value: Json, item: number): Alike[] =>
    alike(value, turn + BigInt(item)).filter((other) => !isInPath || cannotExist(other.value))
  const likes = said.values.map(likeOf)
  for (let index = 0; index < MOST_CANDIDATES; index++) {
    const others = likes.flatMap((like) => like[index] ?? [])
    if (others.length < likes.length) continue
    const candidate = said.saying(others.map(({ value }) => value))
    if (!candidate) return undefined
    const { judged } = testCase
    if (saysTheSame(judge, judged, candidate.judged) && isSame(judged, candidate.judged))
      return { testCase: candidate, isScarce: others.some(({ isScarce }) => isScarce) }
  }
  return undefined
}

/** Each is a copy of the body: a place that has more values stays as it is. */
const MOST_LEAVES = 500

/** What a case says at a place. */
interface Said {
  /** How many values there are, those without others like them included. */
  readonly count: number
  readonly values: readonly Json[]
  /** The case with others in their place; undefined if they cannot be put there. */
  readonly saying: (values: readonly Json[]) => Case | undefined
}

function saidInBody(judge: OperationJudge, testCase: Case, pointer: Pointer): Said | undefined {
  const said = saidBody(testCase)
  if (!said) return undefined
  const leaves = leavesOf(said.body, '').filter((leaf) => isTemplateOf(pointer, leaf.pointer))
  if (leaves.length > MOST_LEAVES) return undefined
  return {
    count: instancesAt(said.body, pointer).length,
    values: leaves.map(({ value }) => value),
    saying: (values) => {
      const renewed = leaves.reduce<SaidBody | undefined>(
        (body, leaf, item) => body && withLeaf(body, leaf, values[item] ?? null),
        said,
      )
      return renewed && withBody(judge, testCase, renewed)
    },
  }
}

/** A parameter that is a text or number, and is written as any other. */
function saidInParameter(judge: OperationJudge, testCase: Case, key: string): Said | undefined {
  const { draft, judged, request } = testCase
  const parameter = judge.operation.parameters.find((candidate) => parameterKey(candidate) === key)
  const value = draft ? draft.parameters.get(key) : judged.parameters.get(key)
  if (!parameter || value === undefined || draft?.raw.has(key)) return undefined
  return {
    count: 1,
    values: isArray(value) || isObject(value) || value === null ? [] : [value],
    saying: ([other = null]) => {
      if (draft) return withDraft(judge, testCase, { ...draft, parameters: new Map(draft.parameters).set(key, other) })
      const renewed = withParameter(judge.operation, request, parameter, judge.writeParameter(parameter, other))
      return renewed && { ...testCase, request: renewed, judged: judge.request(renewed) }
    },
  }
}

/** A request that was read, with another text of a parameter. */
function withParameter(
  { path }: OperationJudge['operation'],
  request: HttpRequest,
  { in: place, name }: Parameter,
  text: string,
): HttpRequest | undefined {
  if (place === 'header') return withFields(request, [[name, text, place]])
  if (place !== 'path') return undefined
  const [sent = ''] = request.target.split('?', 1)
  const template = pathTemplate(path)
  const texts = template.match(sent)
  if (!texts) return undefined
  const renewed = template.fill((other) => (other === name ? text : (texts.get(other) ?? '')))
  return { ...request, target: renewed + request.target.slice(sent.length) }
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
function withBody(judge: OperationJudge, testCase: Case, { body, bytes }: SaidBody): Case {
  if (testCase.draft) return withDraft(judge, testCase, { ...testCase.draft, body, rawBody: bytes })
  const request = { ...testCase.request, body: bytes ?? new TextEncoder().encode(writeJson(body)) }
  return { ...testCase, request, judged: judge.request(request) }
}

function withDraft(judge: OperationJudge, testCase: Case, draft: Draft): Case {
  const { request, judged } = makeCase(judge, testCase.name, draft, { credentials: testCase.credentials })
  return { ...testCase, draft, request, judged }
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
