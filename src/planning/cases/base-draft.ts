import { type Json, overlay } from '../../json/index.ts'
import type { Base } from './base.ts'
import type { Draft } from './draft.ts'

/** The draft that an operation's cases vary: known values, the fullest body. */
export function baseDraft(base: Base, set = 0): Draft {
  const { operation } = base.judge
  return {
    method: operation.method,
    parameters: base.parameterSets[set % base.parameterSets.length] ?? new Map(),
    raw: new Map(),
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
export function fullBody({ judge, body }: Base): Json | undefined {
  const first = body?.bodies[0]?.value
  if (!body || first === undefined || body.fullest === undefined) return first
  const { media, fullest } = body
  const merged = overlay(fullest, first)
  const place = { side: 'request', in: 'body', mediaType: media.name } as const
  return !media.schema || judge.issues(place, media.schema, merged).length === 0 ? merged : fullest
}

/** The draft that an operation's cases vary, with all in its body that the document knows of. */
export const fullDraft = (base: Base, set = 0): Draft => ({ ...baseDraft(base, set), body: fullBody(base) })
