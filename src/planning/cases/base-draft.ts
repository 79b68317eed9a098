import { equal, type Json, overlay } from '../../json/index.ts'
import type { Base } from './base.ts'
import type { Draft, Twin } from './draft.ts'

/** The draft that an operation's cases vary: known values, the fullest body. */
export function baseDraft(base: Base, set = 0): Draft {
  const { operation } = base.judge
  return {
    method: operation.method,
    parameters: base.parameterSets[set % base.parameterSets.length] ?? new Map(),
    raw: new Map(),
    accept: undefined,
    contentType: base.body?.mediaType,
    format: base.body?.format ?? { kind: 'json' },
    body: base.body?.bodies[0]?.value,
    padded: false,
    splices: [],
    spliceAt: '',
    rawBody: undefined,
  }
}

/** The first body, with what it leaves out taken from the fullest one. */
export const fullBody = (base: Base): Json | undefined => twinsOf(base).fullest.draft.body

/** The draft that an operation's cases vary, with all in its body that the document knows of. */
export const fullDraft = (base: Base, set = 0): Draft => ({ ...baseDraft(base, set), body: fullBody(base) })

/** Conforming requests from which one place is broken, so that they are its twins: the first, and the fullest. */
interface Twins {
  readonly first: Twin
  readonly fullest: Twin
  /** Whether their bodies say the same. */
  readonly areAlike: boolean
}

const twins = new WeakMap<Base, Twins>()

export function twinsOf(base: Base): Twins {
  const before = twins.get(base)
  if (before) return before
  const draft = baseDraft(base)
  const { body, others } = base
  const label = body && others.includes(body) ? `request.body ${body.media.name}: ` : ''
  const whole = mergedBody(base)
  const pair: Twins = {
    areAlike: equal(draft.body ?? null, whole ?? null),
    first: { name: `${label}${body?.bodies[0]?.name ?? 'first request'}`, draft },
    fullest: { name: `${label}fullest body`, draft: { ...draft, body: whole } },
  }
  twins.set(base, pair)
  return pair
}

function mergedBody({ judge, body }: Base): Json | undefined {
  const first = body?.bodies[0]?.value
  if (!body || first === undefined || body.fullest === undefined) return first
  const { media, fullest } = body
  const merged = overlay(fullest, first)
  // In the order of its names too: the same value in other bytes would be one more request.
  if (equal(merged, first)) return first
  const place = { side: 'request', in: 'body', mediaType: media.name } as const
  return !media.schema || judge.issues(place, media.schema, merged).length === 0 ? merged : fullest
}
