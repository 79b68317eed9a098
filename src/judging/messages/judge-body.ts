import { type MediaType, withoutHidden } from '../../contract/model/index.ts'
import { readBody } from '../../http/index.ts'
import { type Json, scanHazards } from '../../json/index.ts'
import type { Issue } from './judgement.ts'
import type { OperationRules } from './operation-rules.ts'
import { OTHER_SPELLING, plainNumbers } from './plain-numbers.ts'

/** What the bytes of a request's body say; without a value they are not read as one. */
export interface JudgedBody {
  readonly value: Json | undefined
  readonly issues: readonly Issue[]
  /** What a parser may refuse although nothing is broken. */
  readonly hazards: readonly string[]
  /** Why the bytes are none of their media type. */
  readonly malformed?: Issue
}

/** Sets a request's body against the media type that it is sent as. `contentType` is the header as it stands. */
export function judgeBody(
  rules: OperationRules,
  media: MediaType,
  contentType: string,
  mediaType: string,
  bytes: Uint8Array,
): JudgedBody {
  const decoded = readBody(rules.format(media, mediaType), contentType, bytes)
  if (decoded.kind === 'malformed') {
    const constraint = rules.constraint(
      'syntax',
      ({ place, value }) => place.side === 'request' && value === media.name,
    )
    const malformed = { constraint, pointer: '', expected: mediaType, received: decoded.what, class: 'malformed' }
    return { value: undefined, issues: [], hazards: [], malformed }
  }
  if (decoded.kind === 'opaque') return { value: undefined, issues: [], hazards: [] }
  const { value, json } = decoded
  const { schema } = media
  const issuesOf = (read: Json): readonly Issue[] =>
    schema ? rules.judgeValue({ side: 'request', in: 'body', mediaType: media.name }, schema, read) : []
  const issues = issuesOf(value)
  if (issues.length > 0 && json === undefined && issuesOf(plainNumbers(value)).length === 0)
    return { value, issues: [], hazards: [OTHER_SPELLING] }
  // What breaks a constraint may be refused whatever else it is.
  if (issues.length > 0) return { value, issues, hazards: [] }
  const hazards = [...(decoded.hazards ?? []), ...jsonHazards(json, value)]
  if (schema && withoutHidden(rules.contract, schema, value, 'request') !== value)
    hazards.unshift('a property that is readOnly')
  return { value, issues, hazards }
}

const BYTE_ORDER_MARK = '\ufeff'

/** What of a JSON text that could be read a parser may refuse all the same. */
export function jsonHazards(json: string | undefined, value: Json): string[] {
  if (json === undefined) return []
  if (json.startsWith(BYTE_ORDER_MARK)) return ['byte order mark', ...scanHazards(json.slice(1), value)]
  return scanHazards(json, value)
}
