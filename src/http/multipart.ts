import { byteText, textBytes } from './byte-text.ts'

/** One part of a `multipart/form-data` body (RFC 7578, 4). */
export interface FormPart {
  readonly name: string
  readonly filename?: string
  readonly contentType?: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly bytes: Uint8Array
}

const BOUNDARY = 'fgs-contract-boundary'
const MOST_PARTS = 10_000

const utf8 = (text: string): string => byteText(new TextEncoder().encode(text.toWellFormed()))

/** WHATWG HTML, 4.10.21.8: what would end the quotes, or the line, is percent-encoded. */
const quoted = (text: string): string =>
  `"${utf8(text).replace(/["\r\n]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}"`

/** The same parts always give the same bytes: the boundary is a fixed one that no part holds. */
export function writeMultipart(parts: readonly FormPart[]): { readonly bytes: Uint8Array; readonly boundary: string } {
  const contents = parts.map(({ bytes }) => byteText(bytes))
  let boundary = BOUNDARY
  for (let count = 1; contents.some((text) => text.includes(boundary)); count++) boundary = `${BOUNDARY}-${count}`
  const written = parts.map(({ name, filename, contentType, headers = [] }, index) => {
    const file = filename === undefined ? '' : `; filename=${quoted(filename)}`
    const lines = [`Content-Disposition: form-data; name=${quoted(name)}${file}`]
    if (contentType !== undefined) lines.push(`Content-Type: ${contentType}`)
    lines.push(...headers.map(([key, value]) => `${key}: ${value}`))
    return `--${boundary}\r\n${lines.join('\r\n')}\r\n\r\n${contents[index] ?? ''}\r\n`
  })
  return { bytes: textBytes(`${written.join('')}--${boundary}--\r\n`), boundary }
}

/** The parts of a body, or what is wrong with it: `boundary` is that of its media type (RFC 2046, 5.1.1). */
export function readMultipart(body: Uint8Array, boundary: string | undefined): readonly FormPart[] | string {
  if (boundary === undefined || boundary === '') return 'a form without a boundary in its media type'
  // Each character of the text is one byte. A line break goes before every boundary, the first one's may be missing.
  const text = `\r\n${byteText(body)}`
  const pieces = text.split(`\r\n--${boundary}`)
  if (pieces.length < 2) return 'a form without the boundary of its media type'
  if (pieces.length > MOST_PARTS) return `a form of more than ${MOST_PARTS} parts`
  const parts: FormPart[] = []
  for (const piece of pieces.slice(1)) {
    if (piece.startsWith('--')) return parts
    const start = /^[ \t]*\r\n/.exec(piece)
    const head = piece.slice(start ? start[0].length - 2 : 0)
    const end = head.indexOf('\r\n\r\n')
    if (!start || end < 0) return 'a form with a part that has no head'
    const part = partOf(head.slice(2, Math.max(2, end)).split('\r\n'), head.slice(end + 4))
    if (!part) return 'a form with a part that has no name'
    parts.push(part)
  }
  return 'a form that ends before its last boundary'
}

function partOf(lines: readonly string[], content: string): FormPart | undefined {
  const headers = lines.flatMap((line): [string, string][] => {
    const colon = line.indexOf(':')
    return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]]
  })
  const header = (headerName: string) => headers.find(([name]) => name === headerName)?.[1]
  const disposition = header('content-disposition') ?? ''
  if (!/^form-data[ \t]*(?:;|$)/i.test(disposition)) return undefined
  const name = parameterOf(disposition, 'name')
  const filename = parameterOf(disposition, 'filename')
  const contentType = header('content-type')
  if (name === undefined) return undefined
  return {
    name,
    ...(filename !== undefined && { filename }),
    ...(contentType !== undefined && { contentType }),
    headers: headers.filter(([key]) => key !== 'content-disposition' && key !== 'content-type'),
    bytes: textBytes(content),
  }
}

function parameterOf(disposition: string, parameterName: string): string | undefined {
  for (const [, name, text, token] of disposition.matchAll(/;[ \t]*([^=;\s]+)=(?:"([^"]*)"|([^;\s]*))/g)) {
    if (name?.toLowerCase() !== parameterName) continue
    const raw = (text ?? token ?? '').replace(/%22|%0D|%0A/gi, (mark) => decodeURIComponent(mark))
    return new TextDecoder().decode(textBytes(raw))
  }
  return undefined
}
