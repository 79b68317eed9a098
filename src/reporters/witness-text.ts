import type { HeaderList } from '../http/index.ts'
import type { Witness } from '../results/index.ts'
import { bodyText } from './body-text.ts'
import type { ConsoleStyle } from './console-style.ts'
import { escapeUnsafe, isSafe } from './escape.ts'
import { maskCredentials } from './mask-credentials.ts'
import { breakHard, clip, counted, legible, wrapAfter } from './wrap.ts'

const INDENT = '    '
const BODY_LINES = 10
const BODY_CHARACTERS = 600
const HEADERS = 12
const CURL_CHARACTERS = 2000
const HEX_BYTES = 16

/** The exchange that shows a finding: the request after `>`, the response after `<`, the curl line after `$`. */
export function witnessText(original: Witness, style: ConsoleStyle): string[] {
  const witness = maskCredentials(original)
  const { request, response } = witness
  const target = legible(request.target, { word: 160, whole: 160 })
  const lines = [
    ...side('>', `${legible(request.method, { word: 40, whole: 40 })} ${target}`, request.headers, request.body, style),
    ...('fault' in response
      ? wrapAfter('< ', `no response: ${legible(response.fault, { word: 60, whole: 400 })}`, inner(style))
      : side('<', `HTTP ${response.status}`, response.headers, response.body, style)),
  ]
  return [...lines.map((line) => paint(line, style)), ...curlText(witness.curl, style)]
}

const inner = (style: ConsoleStyle): number => style.columns - INDENT.length

const paint = (line: string, { colors }: ConsoleStyle): string =>
  `${INDENT}${colors.dim(line.slice(0, 1))}${line.slice(1)}`.trimEnd()

function side(
  mark: string,
  head: string,
  headers: HeaderList,
  body: Uint8Array | undefined,
  style: ConsoleStyle,
): string[] {
  const content = body === undefined ? [] : [mark, ...bodyLines(body, style).map((line) => `${mark} ${line}`)]
  // A long first line goes on below itself, further in than the headers.
  const first = breakHard(head, inner(style) - 4).map((line, index) => `${mark} ${index === 0 ? '' : '  '}${line}`)
  return [...first, ...headerLines(mark, headers, style), ...content]
}

function headerLines(mark: string, headers: HeaderList, style: ConsoleStyle): string[] {
  const shown = style.verbose ? headers : headers.slice(0, HEADERS)
  const lines = shown.flatMap(([name, value]) =>
    wrapAfter(`${mark} ${clip(name, inner(style) - 20)}: `, legible(value, { word: 120, whole: 240 }), inner(style)),
  )
  const left = headers.length - shown.length
  return left === 0 ? lines : [...lines, `${mark} … ${counted(left, 'more header')}`]
}

function bodyLines(body: Uint8Array, style: ConsoleStyle): string[] {
  const size = counted(body.length, 'byte')
  if (body.length === 0) return ['(no body)']
  // Four bytes to a character at most: the rest would not be shown, however large it is.
  const start = body.subarray(0, style.verbose ? 40 * BODY_CHARACTERS : 4 * BODY_CHARACTERS)
  const text = bodyText(start, start.length < body.length)
  if (text === undefined) {
    const bytes = Array.from(body.subarray(0, HEX_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    return [`(${size}, not UTF-8) ${bytes}${body.length > HEX_BYTES ? ' …' : ''}`]
  }
  const [characters, most] = style.verbose ? [10 * BODY_CHARACTERS, 20 * BODY_LINES] : [BODY_CHARACTERS, BODY_LINES]
  const shown = Array.from(text).slice(0, characters).join('')
  const lines = shown.split(/\r?\n/).flatMap((line) => breakHard(escapeUnsafe(line), inner(style) - 2))
  const whole = shown.length === text.length && start.length === body.length && lines.length <= most
  return whole ? lines : [...lines.slice(0, most), `… (${size} in all)`]
}

function curlText(curl: string, style: ConsoleStyle): string[] {
  // What cannot be copied as it stands is of no use here.
  if (curl.length <= CURL_CHARACTERS && isSafe(curl)) return [`${INDENT}${style.colors.dim('$')} ${curl}`]
  const why = isSafe(curl) ? `${counted(curl.length, 'character')} long` : 'of characters that a terminal might obey'
  const advice = `the curl line is ${why}; the JSON report has it: --reporter json=FILE`
  return wrapAfter('$ ', `(${advice})`, inner(style)).map((line) => paint(line, style))
}
