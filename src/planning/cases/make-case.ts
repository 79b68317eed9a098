import { hash } from 'node:crypto'
import { type HttpRequest, isFieldValue } from '../../http/index.ts'
import { brokenAlone, isConforming, type OperationJudge } from '../../judging/messages/index.ts'
import type { Case, Credentials } from './case.ts'
import { applyFeatures, type Draft, type Feature } from './draft.ts'
import type { Pack } from './pack.ts'
import { writeRequest } from './write-request.ts'

/** What a case is besides its request. By default it is planned, carries the user's credentials and packs nothing. */
export type CaseTraits = Partial<Pick<Case, 'credentials' | 'role' | 'packed' | 'random'>>

/** The case that a draft is, written and judged. */
export function makeCase(judge: OperationJudge, name: string, draft: Draft, traits: CaseTraits = {}): Case {
  const request = writeRequest(judge, draft)
  const { credentials = 'configured' } = traits
  return {
    name,
    operation: judge.operation.id,
    request,
    digest: wireDigest(request, credentials),
    judged: judge.request(request),
    draft,
    role: 'planned',
    ...traits,
    credentials,
  }
}

/** Over all that goes to the wire, each byte of the body a character. */
function wireDigest({ method, target, headers, body }: HttpRequest, credentials: Credentials): string {
  const bytes = body ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1') : '-'
  return hash('sha256', `${credentials}\n${method} ${target}\n${headers.flat().join('\n')}\n\n${bytes}`)
}

/** The case that packs features onto a draft. */
export const packedCase = (judge: OperationJudge, packed: Pack): Case =>
  makeCase(judge, packedName(packed.features), applyFeatures(packed.draft, packed.features), { packed })

const packedName = ([first, ...others]: readonly Feature[]): string =>
  first === undefined ? 'known values' : others.length === 0 ? first.name : `${first.name} and ${others.length} more`

/** The case of the features that lead here, and what lies behind one more of them. */
interface Parts {
  testCase?: Case
  readonly next: WeakMap<Feature, Parts>
}

/** Runs of one plan ask for the same parts: `adequacy` sends it to hundreds of mutants. */
const PARTS = new WeakMap<Draft, Parts>()

/** A packed case with only some of its features. */
export function takeApart(judge: OperationJudge, { draft }: Pack, features: readonly Feature[]): Case {
  let parts = PARTS.get(draft) ?? { next: new WeakMap() }
  PARTS.set(draft, parts)
  for (const feature of features) {
    const further: Parts = parts.next.get(feature) ?? { next: new WeakMap() }
    parts.next.set(feature, further)
    parts = further
  }
  parts.testCase ??= packedCase(judge, { draft, features })
  return parts.testCase
}

/**
 * Whether the wire says of a case what it was made for: to break a constraint and nothing else or, without one, none.
 * What HTTP cannot carry says nothing.
 */
export const isAsMeant = ({ judged, request }: Case, constraint?: string): boolean =>
  request.headers.every(([, value]) => isFieldValue(value)) &&
  (constraint === undefined ? isConforming(judged) : brokenAlone(judged)?.id === constraint)
