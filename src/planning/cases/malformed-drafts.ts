import { shortId } from '../../contract/constraints/index.ts'
import { brokenParts, brokenSequence } from '../../http/index.ts'
import { isObject, parseJson, writeJson } from '../../json/index.ts'
import type { Base } from './base.ts'
import { twinsOf } from './base-draft.ts'
import { type Draft, draftText, type NamedDraft } from './draft.ts'
import { writeRequest } from './write-request.ts'

export function malformedDrafts(base: Base): NamedDraft[] {
  const { judge, body } = base
  const { first: twin } = twinsOf(base)
  const { draft } = twin
  const syntax = judge.constraints.find(
    (constraint) =>
      constraint.kind === 'syntax' && constraint.place.side === 'request' && constraint.value === body?.media.name,
  )
  if (!syntax || syntax.implied !== undefined) return []
  return brokenBodies(base, draft).map(([name, bytes]) => ({
    name: `${shortId(syntax)}: ${name}`,
    constraint: syntax.id,
    draft: { ...draft, rawBody: bytes },
    twin,
  }))
}

function brokenBodies({ judge }: Base, draft: Draft): readonly (readonly [name: string, bytes: Uint8Array])[] {
  const { format } = draft
  const bytes = format.kind === 'json' ? undefined : writeRequest(judge, draft).body
  if (!bytes) return malformedBodies(draft)
  if (format.kind === 'sequence') return brokenSequence(format.framing, bytes)
  return format.kind === 'multipart' || format.kind === 'parts' ? brokenParts(bytes) : malformedBodies(draft)
}

/** Stands for the byte that no UTF-8 text has while the body is written. */
const MARK = '@@not UTF-8@@'

const TAB = 9

/** Texts that a lenient parser takes and RFC 8259 does not, made from a conforming one. */
function malformedBodies(draft: Draft): [name: string, bytes: Uint8Array][] {
  const text = draftText(draft)
  if (text === undefined) return []
  const utf8 = (value: string) => new TextEncoder().encode(value)
  const texts: [string, Uint8Array][] = [
    ['cut short', utf8(text.slice(0, -1))],
    ['something after it', utf8(`${text}x`)],
    ['no JSON at all', utf8('input')],
  ]
  const value = parseJson(text)
  if (isObject(value) && Object.keys(value).length > 0) {
    texts.push(['trailing comma', utf8(text.replace(/\}$/, ',}'))])
    texts.push(['single quotes', utf8(text.replace(/^\{"([^"\\]*)"/, "{'$1'"))])
    texts.push(['a comment', utf8(text.replace(/\}$/, '/* a */}'))])
    texts.push(['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')])
    texts.push(['NaN', utf8(text.replace(/\}$/, ',"x_unknown":NaN}'))])
    const [name = 'x_unknown', member = 'a'] =
      Object.entries(value).find(([, candidate]) => typeof candidate === 'string') ?? []
    // In place of one character, so that the length stays as it is.
    const marked = writeJson({ ...value, [name]: `${MARK}${String(member).slice(1)}` })
    const bad = utf8(marked.replace(MARK, '\u0001'))
    // A byte that no UTF-8 text has, in a string of an otherwise conforming body.
    texts.push(['bytes that are not UTF-8', bad.map((byte) => (byte === 1 ? 0xff : byte))])
    texts.push(['a raw control character', bad.map((byte) => (byte === 1 ? TAB : byte))])
  }
  return texts
}
