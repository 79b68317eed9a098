import { type HttpRequest, isSafe } from '../../http/index.ts'
import {
  firstBroken,
  isAcceptable,
  isForAnother,
  type JudgedRequest,
  verdictName,
} from '../../judging/messages/index.ts'
import type { Draft } from './draft.ts'
import type { Pack } from './pack.ts'
import type { RandomDrafts } from './random-drafts.ts'

/** Which credentials a request carries. */
export type Credentials = 'configured' | 'none' | 'wrong' | 'empty' | 'cut' | 'recased'

/** The names of the cases that leave credentials out, or carry others than those that were given. */
export const CREDENTIAL_CASES: { readonly [C in Exclude<Credentials, 'configured'>]: string } = {
  none: 'request security: no credentials',
  wrong: 'request security: wrong credentials',
  empty: 'request security: empty credentials',
  cut: 'request security: credentials cut short',
  recased: 'request security: credentials in the other case',
}

/** A request to send, with what the wire says of it. */
export interface Case {
  /** Unique in its plan, and the same in every plan of the same document and options. */
  readonly name: string
  readonly operation: string
  /** Without the server's base path and without credentials. */
  readonly request: HttpRequest
  /** SHA-256 in hex over all that goes to the wire, without server and credentials. */
  readonly digest: string
  readonly judged: JudgedRequest
  /** If it breaks the message itself, what it says apart from that. */
  readonly wellFormed?: JudgedRequest
  readonly credentials: Credentials
  /** What was written; undefined for a request that was read from a report. */
  readonly draft?: Draft
  /** What it packs, so that it can be taken apart when it is refused. */
  readonly packed?: Pack
  /** Where a random case comes from, so that a smaller one like it can be found, and the same one again. */
  readonly random?: { readonly drafts: RandomDrafts; readonly path: string }
  /**
   * `base` is sent before all others of its operation, and `start` in its place if it is refused; `again` repeats the
   * first accepted request at the end; `random` cases speak for each other: one name stands for all in a finding.
   */
  readonly role: 'base' | 'start' | 'planned' | 'random' | 'again'
}

/** Whether a conforming deployment may execute a request. */
export const mayExecute = ({ judged, credentials }: Case): boolean =>
  credentials === 'configured' && isAcceptable(judged)

/** Whether its method may change something, if it is executed. */
export const mayChange = ({ request }: Case): boolean => !isSafe(request.method)

/** Whether it is a request of its operation that the document itself refuses, for what it says. */
export const mustBeRefused = ({ judged, credentials }: Case): boolean =>
  credentials === 'configured' && firstBroken(judged) !== undefined && !isForAnother(judged)

/** What it is, in a word: `conforming`, `tolerated`, `breaking`, `malformed`, `method`, `path` or `credentials`. */
export const caseKind = ({ judged, credentials }: Case): string =>
  credentials === 'configured' ? verdictName(judged).replace(/^other /, '') : 'credentials'

/** Its name and those of the edges that it packs: a finding may have any of them. */
export const namesOf = ({ name, packed }: Case): string[] => [
  name,
  ...(packed?.features.map((feature) => feature.name) ?? []),
]
