import { shortId } from '../../contract/constraints/index.ts'
import { isObject, type Json } from '../../json/index.ts'
import type { Base } from './base.ts'
import { bodyText, type Draft, type NamedDraft } from './draft.ts'
import { writeRequest } from './write-request.ts'

export function malformedDrafts({ judge, body }: Base, draft: Draft): NamedDraft[] {
  const syntax = judge.constraints.find(
    (one) => one.kind === 'syntax' && one.place.side === 'request' && one.value === body?.media.name,
  )
  if (!syntax || syntax.implied !== undefined) return []
  const found =
    body?.format.kind === 'multipart'
      ? malformedForms(writeRequest(judge.operation, draft).body)
      : malformedBodies(draft)
  return found.map(([name, bytes]) => ({
    name: `${shortId(syntax)}: ${name}`,
    constraint: syntax.id,
    draft: { ...draft, rawBody: bytes },
  }))
}

/** Forms that end too early, or are of another boundary than their media type says (RFC 2046, 5.1.1). */
function malformedForms(bytes: Uint8Array | undefined): [name: string, bytes: Uint8Array][] {
  if (!bytes) return []
  const text = Buffer.from(bytes).toString('latin1')
  return [
    ['cut short', Buffer.from(text.slice(0, Math.max(1, text.lastIndexOf('\r\n--') - 1)), 'latin1')],
    ['another boundary', Buffer.from(text.replaceAll('--fgs-contract', '--another'), 'latin1')],
  ]
}

/** Stands for the byte that no UTF-8 text has while the body is written. */
const MARK = '@@not UTF-8@@'

/** Texts that a lenient parser takes and RFC 8259 does not, made from a conforming one. */
function malformedBodies(draft: Draft): [name: string, bytes: Uint8Array][] {
  const text = bodyText(draft)
  if (text === undefined) return []
  const utf8 = (value: string) => new TextEncoder().encode(value)
  const found: [string, Uint8Array][] = [
    ['cut short', utf8(text.slice(0, -1))],
    ['something after it', utf8(`${text}x`)],
    ['no JSON at all', utf8('input')],
  ]
  const value: Json = JSON.parse(text)
  if (isObject(value) && Object.keys(value).length > 0) {
    found.push(['trailing comma', utf8(text.replace(/\}$/, ',}'))])
    found.push(['single quotes', utf8(text.replace(/^\{"([^"\\]*)"/, "{'$1'"))])
    found.push(['NaN', utf8(text.replace(/\}$/, ',"x_unknown":NaN}'))])
    const [name = 'x_unknown', known = 'a'] = Object.entries(value).find(([, one]) => typeof one === 'string') ?? []
    // In place of one character, so that the length stays as it is.
    const marked = JSON.stringify({ ...value, [name]: `${MARK}${String(known).slice(1)}` })
    const bad = utf8(marked.replace(MARK, '\u0001'))
    // A byte that no UTF-8 text has, in a string of an otherwise conforming body.
    found.push(['bytes that are not UTF-8', bad.map((byte) => (byte === 1 ? 0xff : byte))])
  }
  return found
}
