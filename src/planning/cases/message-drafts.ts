import { parameterKey, shortId } from '../../contract/constraints/index.ts'
import { type Base, currentValue } from './base.ts'
import { twinsOf } from './base-draft.ts'
import type { NamedDraft } from './draft.ts'
import { malformedDrafts } from './malformed-drafts.ts'
import { narrowTwin } from './narrow-twin.ts'

/** Requests that break the message itself, or are no longer this operation. */
export function messageDrafts(base: Base): NamedDraft[] {
  const { operation } = base.judge
  const { first: twin } = twinsOf(base)
  const { draft: first } = twin
  const drafts: NamedDraft[] = []
  if (base.body && first.body !== undefined) {
    for (const value of [undefined, 'text/plain', 'application/xml', 'application/x-www-form-urlencoded'])
      drafts.push({
        name: `request.body mediaType: ${value ?? 'absent'}`,
        draft: { ...first, contentType: value },
        twin,
      })
    drafts.push(...malformedDrafts(base))
  }
  for (const constraint of base.judge.constraints) {
    if (constraint.kind !== 'encoding') continue
    const { place } = constraint
    const key = parameterKey(place)
    const parameter = base.judge.parameter(key)
    // Cut short, or read leniently, what names a thing names nothing all the same.
    const impossible = base.guard.guards(key) ? base.guard.nothingAt(key) : undefined
    const current = impossible ?? currentValue(base, key)
    const text =
      impossible === undefined && parameter?.style === 'simple' && typeof current === 'string'
        ? 'a'
        : parameter && current !== undefined
          ? base.judge.writeParameter(parameter, current)
          : ''
    if (text === '') continue
    const narrow = narrowTwin(base, twin, { in: 'parameter', key })
    for (const [what, raw] of [
      ['malformed percent escape', `${text}%zz`],
      ['bytes that are not UTF-8', `${text}%ff`],
    ] as const)
      drafts.push({
        name: `${shortId(constraint)}: ${what}`,
        constraint: constraint.id,
        draft: { ...narrow.draft, raw: new Map([[key, raw]]) },
        twin: narrow,
      })
    if (place.in === 'path')
      drafts.push({ name: `request.${key}: empty segment`, draft: { ...first, raw: new Map([[key, '']]) } })
  }
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'TRACE']) {
    if (operation.methodsOfPath.includes(method)) continue
    const bare = { ...first, body: undefined, contentType: undefined }
    drafts.push({
      name: `request method: ${method}`,
      draft: { ...(method === 'PUT' || method === 'PATCH' ? first : bare), method },
    })
  }
  return drafts
}
