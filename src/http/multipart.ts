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

/** A part of any multipart body: its bytes, and the headers before them. */
interface WrittenPart {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly bytes: Uint8Array
}

/** The same parts always give the same bytes: the boundary is a fixed one that no part holds. */
export function writeParts(parts: readonly WrittenPart[]): { readonly bytes: Uint8Array; readonly boundary: string } {
  const contents = parts.map(({ bytes }) => byteText(bytes))
  let boundary = BOUNDARY
  for (let count = 1; contents.some((text) => text.includes(boundary)); count++) boundary = `${BOUNDARY}-${count}`
  const written = parts.map(({ headers }, index) => {
    const lines = headers.map(([name, value]) => `${name}: ${value}`)
    return `--${boundary}\r\n${lines.join('\r\n')}\r\n\r\n${contents[index] ?? ''}\r\n`
  })
  return { bytes: textBytes(`${written.join('')}--${boundary}--\r\n`), boundary }
}

/** A form; see `writeParts`. */
export function writeMultipart(parts: readonly FormPart[]): ReturnType<typeof writeParts> {
  const written = parts.map(({ name, filename, contentType, headers = [], bytes }): WrittenPart => {
    const file = filename === undefined ? '' : `; filename=${quoted(filename)}`
    const disposition = ['Content-Disposition', `form-data; name=${quoted(name)}${file}`] as const
    const typed = contentType === undefined ? [] : [['Content-Type', contentType] as const]
    return { headers: [disposition, ...typed, ...headers], bytes }
  })
  return writeParts(written)
}

/** A part as it stands: names of headers in lower case, and each byte of the content a character. */
interface RawPart {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly content: string
}

/** The parts that could be read, and what is wrong with what follows them. */
export interface PartsReading {
  readonly parts: readonly RawPart[]
  readonly flaw?: string
}

/**
 * The parts of a body: `boundary` is that of its media type (RFC 2046, 5.1.1), and `whole` what it is for a person. The
 * last part of one that is cut is left out.
 */
export function readParts(
  body: Uint8Array,
  boundary: string | undefined,
  isCut = false,
  whole = 'a multipart body',
): PartsReading {
  if (boundary === undefined || boundary === '')
    return { parts: [], flaw: `${whole} without a boundary in its media type` }
  // Each character of the text is one byte. A line break goes before every boundary, the first one's may be missing.
  const pieces = `\r\n${byteText(body)}`.split(`\r\n--${boundary}`)
  if (pieces.length < 2 && !isCut) return { parts: [], flaw: `${whole} without the boundary of its media type` }
  if (pieces.length > MOST_PARTS) return { parts: [], flaw: `${whole} of more than ${MOST_PARTS} parts` }
  const parts: RawPart[] = []
  const last = isCut ? pieces.length - 1 : pieces.length
  for (const piece of pieces.slice(1, last)) {
    if (piece.startsWith('--')) return { parts }
    const start = /^[ \t]*\r\n/.exec(piece)
    const head = piece.slice(start ? start[0].length - 2 : 0)
    const end = head.indexOf('\r\n\r\n')
    if (!start || end < 0) return { parts, flaw: `${whole} with a part that has no head` }
    parts.push({ headers: headersIn(head.slice(2, Math.max(2, end))), content: head.slice(end + 4) })
  }
  return isCut ? { parts } : { parts, flaw: `${whole} that ends before its last boundary` }
}

const headersIn = (head: string): [name: string, value: string][] =>
  head.split('\r\n').flatMap((line): [string, string][] => {
    const colon = line.indexOf(':')
    return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]]
  })

/** The parts of a form, or what is wrong with it. */
export function readMultipart(body: Uint8Array, boundary: string | undefined): readonly FormPart[] | string {
  const { parts, flaw } = readParts(body, boundary, false, 'a form')
  const named = parts.map(partOf)
  if (!named.every((part) => part !== undefined)) return 'a form with a part that has no name'
  return flaw ?? named
}

function partOf({ headers, content }: RawPart): FormPart | undefined {
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
