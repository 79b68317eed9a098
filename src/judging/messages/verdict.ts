import type { Constraint } from '../../contract/constraints/index.ts'
import type { Hazard, Issue, JudgedRequest, JudgedResponse, RequestVerdict } from './judgement.ts'

type Judged = Pick<JudgedRequest, 'verdict'>

type Kind = RequestVerdict['kind']

/** One arm for each kind of verdict, so that a forgotten one does not compile. */
export type VerdictArms<T> = { readonly [K in Kind]: (verdict: Extract<RequestVerdict, { kind: K }>) => T }

/**
 * What a verdict means is said in this file alone: other rooms ask the questions below, or answer for each kind in
 * `byVerdict`. So a further kind of verdict is a compile error wherever it has to be thought of.
 */
export function byVerdict<T>({ verdict }: Judged, arms: VerdictArms<T>): T {
  switch (verdict.kind) {
    case 'conforming':
      return arms.conforming(verdict)
    case 'tolerated':
      return arms.tolerated(verdict)
    case 'breaking':
      return arms.breaking(verdict)
    case 'malformed':
      return arms.malformed(verdict)
    case 'other method':
      return arms['other method'](verdict)
    case 'other path':
      return arms['other path'](verdict)
    case 'unjudged':
      return arms.unjudged(verdict)
  }
}

/** The verdict in a word or two, for people and for the journal of a mock. */
export const verdictName = ({ verdict }: Judged): Kind => verdict.kind

/** Keeps every constraint, and no recipient may refuse it. */
export const isConforming = ({ verdict }: Judged): boolean => verdict.kind === 'conforming'

/** Keeps every constraint, so that a deployment may execute it, whether or not a recipient may refuse it. */
export const isAcceptable = ({ verdict }: Judged): boolean =>
  verdict.kind === 'conforming' || verdict.kind === 'tolerated'

/** Breaks constraints of schema, presence or body, in a message that can be read. */
export const isBreaking = ({ verdict }: Judged): boolean => verdict.kind === 'breaking'

/** Breaks the message itself, or uses a method that its path does not document: 501 refuses both in order. */
export const breaksMessage = ({ verdict }: Judged): boolean =>
  verdict.kind === 'malformed' || verdict.kind === 'other method'

/** Is for another operation, by its method or path: what answers it says nothing about this operation. */
export const isForAnother = ({ verdict }: Judged): boolean =>
  verdict.kind === 'other method' || verdict.kind === 'other path'

/** Is for no method of the operation's path. */
export const isForAnotherPath = ({ verdict }: Judged): boolean => verdict.kind === 'other path'

/** Why a recipient may refuse it although it keeps every constraint. */
export const hazardsOf = ({ verdict }: Judged): readonly Hazard[] =>
  verdict.kind === 'tolerated' ? verdict.hazards : []

/** All that it breaks; nothing if it is acceptable, or for another path. */
export const issuesOf = (judged: Judged): readonly Issue[] =>
  byVerdict<readonly Issue[]>(judged, {
    conforming: () => [],
    tolerated: () => [],
    breaking: ({ issues }) => issues,
    malformed: ({ issue }) => [issue],
    'other method': ({ issue }) => [issue],
    'other path': () => [],
    unjudged: () => [],
  })

/** Why it could not be judged within bounds; undefined if it was. */
export const unjudgedReason = ({ verdict }: Judged): string | undefined =>
  verdict.kind === 'unjudged' ? verdict.reason : undefined

/** Whether a response is judged, and nothing is wrong with it. */
export const isKept = ({ issues, unjudged }: Pick<JudgedResponse, 'issues' | 'unjudged'>): boolean =>
  issues.length === 0 && unjudged === undefined

/** The constraint that it is charged with: the first that it breaks. */
export const firstBroken = (judged: Judged): Constraint | undefined => issuesOf(judged)[0]?.constraint

/** The constraint that it breaks, if that is all that is wrong with it: one value in one place. */
export function brokenAlone(judged: Judged): Constraint | undefined {
  const [issue, ...others] = issuesOf(judged)
  return others.length === 0 ? issue?.constraint : undefined
}

/** Whether it breaks this constraint and no other, at one place or at several. */
export function breaksOnly(judged: Judged, { id }: Pick<Constraint, 'id'>): boolean {
  const issues = issuesOf(judged)
  return issues.length > 0 && issues.every(({ constraint }) => constraint.id === id)
}
