import type { Witness } from '../results/index.ts'
import { breakAnywhere, counted, elide, escapeUnsafe, legible, wrap, wrapAfter } from '../text/index.ts'
import { bodyText, firstCharacters, hexPreview, type ShownMessage } from './body-text.ts'
import type { ConsoleStyle } from './console-style.ts'
import { copyableCurl } from './snippets.ts'

const INDENT = '    '
const BODY_LINES = 10
const BODY_CHARACTERS = 600
/** Longer texts without a separator are shortened. */
const RUN = 160
const HEADERS = 12
/** `--verbose` shows this many times more of a body. */
const VERBOSE = 20
const CURL_CHARACTERS = 2000
const HEX_BYTES = 16

/** The exchange that shows a finding: the request after `>`, the response after `<`, the curl line after `$`. */
export function witnessText({ request, renewed = [], response, curl }: Witness, style: ConsoleStyle): string[] {
  const target = legible(request.target, { word: 160, whole: 160 })
  const lines = [
    ...side('>', `${legible(request.method, { word: 40, whole: 40 })} ${target}`, request, style),
    ...('fault' in response
      ? hanging(wrap(`no response: ${legible(response.fault, { word: 60, whole: 400 })}`, inner(style) - 4)).map(
          (line) => `< ${line}`,
        )
      : side('<', `HTTP ${response.status}`, response, style)),
  ]
  return [
    ...lines.map((line) => paint(line, style)),
    ...curlText(curl, style),
    ...cutText(request, style),
    ...renewedText(renewed, style),
  ]
}

const inner = (style: ConsoleStyle): number => style.columns - INDENT.length

const paint = (line: string, { colors }: ConsoleStyle): string =>
  `${INDENT}${colors.dim(line.slice(0, 1))}${line.slice(1)}`.trimEnd()

function side(mark: string, head: string, { headers, body, cut }: ShownMessage, style: ConsoleStyle): string[] {
  const shown = style.verbose ? headers : headers.slice(0, HEADERS)
  const omitted = headers.length - shown.length
  const marked = (line: string): string => `${mark} ${line}`
  return [
    ...hanging(breakAnywhere(head, inner(style) - 4)).map(marked),
    ...shown.flatMap(([name, value]) => {
      const line = `${legible(name, { word: 40, whole: 40 })}: ${legible(value, { word: 120, whole: 240 })}`
      return hanging(wrap(line, inner(style) - 4)).map(marked)
    }),
    ...(omitted === 0 ? [] : [marked(`… ${counted(omitted, 'more header')}`)]),
    ...(body === undefined ? [] : ['', ...bodyLines(body, cut?.bytes ?? body.length, style)].map(marked)),
  ]
}

const hanging = (lines: readonly string[]): string[] => lines.map((line, index) => (index === 0 ? line : `  ${line}`))

function bodyLines(body: Uint8Array, length: number, style: ConsoleStyle): string[] {
  const size = counted(length, 'byte')
  if (body.length === 0) return ['(no body)']
  const text = bodyText(body)
  if (text === undefined) return [`(${size}, not UTF-8)`, ...wrap(hexPreview(body, HEX_BYTES), inner(style) - 2)]
  const more = style.verbose ? VERBOSE : 1
  const condensed = text.replace(/[^\s"{}[\],:]+/g, (run) => elide(run, RUN * more))
  const shown = firstCharacters(condensed, BODY_CHARACTERS * more)
  const lines = shown.split(/\r?\n/).flatMap((line) => breakAnywhere(escapeUnsafe(line), inner(style) - 2))
  const whole = length === body.length && shown === text && lines.length <= BODY_LINES * more
  return whole ? lines : [...lines.slice(0, BODY_LINES * more), `… (${size} in all)`]
}

function curlText(curl: string, style: ConsoleStyle): string[] {
  const copyable = copyableCurl(curl, CURL_CHARACTERS)
  if ('line' in copyable) return [`${INDENT}${style.colors.dim('$')} ${copyable.line}`]
  return wrapAfter('$ ', `(${copyable.advice})`, inner(style)).map((line) => paint(line, style))
}

/** Where the file comes from that the curl line reads. */
function cutText({ cut }: Witness['request'], style: ConsoleStyle): string[] {
  if (cut === undefined) return []
  const text = `(request-body: ${counted(cut.bytes, 'byte')}; --full-bodies keeps them in the JSON report)`
  return wrapAfter('$ ', text, inner(style)).map((line) => paint(line, style))
}

/** What to change before the curl line is sent again. */
function renewedText(renewed: readonly string[], style: ConsoleStyle): string[] {
  if (renewed.length === 0) return []
  const places = renewed.map((place) => legible(place, { word: 60, whole: 120 })).join(', ')
  return wrapAfter('$ ', `(new in every request: ${places})`, inner(style)).map((line) => paint(line, style))
}
