import { isFieldName, isFieldValue } from '../../http/index.ts'
import type { Witness } from '../results/index.ts'
import { counted, isSafe, jsonString } from '../text/index.ts'
import { bodyText } from './body-text.ts'

/** `fetch` sets these itself. */
const OWN_HEADERS = new Set(['content-length', 'host', 'connection', 'transfer-encoding'])
const METHODS = /^(?:GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE|QUERY)$/

/**
 * JavaScript that sends `request` again with `fetch`, or undefined if `fetch` would change it: it resolves dots in paths,
 * refuses some methods, and sends no body with GET.
 *
 * @param base any URL of the origin
 */
export function fetchSnippet(request: Witness['request'], base: string): string | undefined {
  const { method, target, headers, body, cut } = request
  if (cut !== undefined || !METHODS.test(method) || !URL.canParse(base)) return undefined
  const url = new URL(base).origin + target
  // Without a slash the target would continue the host.
  if (!target.startsWith('/') || !URL.canParse(url) || new URL(url).href !== url) return undefined
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) return undefined
  const fields = headers.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()))
  if (!fields.every(([name, value]) => isField(name, value))) return undefined
  const lines = [
    `method: ${literal(method)},`,
    'headers: [',
    ...fields.map(([name, value]) => `  [${literal(name)}, ${literal(value)}],`),
    '],',
    ...(body === undefined ? [] : [`body: ${bodyLiteral(body)},`]),
  ]
  return [
    `const response = await fetch(${literal(url)}, {`,
    ...lines.map((line) => `  ${line}`),
    '})',
    'console.log(response.status, await response.text())',
  ].join('\n')
}

const isField = (name: string, value: string): boolean => isFieldName(name) && isFieldValue(value)

/** A string literal: in single quotes if nothing needs an escape, otherwise as JSON, which is JavaScript too. */
const literal = (text: string): string => (/^[ !#-&(-[\]-~]*$/.test(text) ? `'${text}'` : jsonString(text))

function bodyLiteral(body: Uint8Array): string {
  const text = bodyText(body)
  if (text === undefined) {
    const base64 = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64')
    return `Uint8Array.from(atob('${base64}'), (character) => character.charCodeAt(0))`
  }
  return /^[ -&(-[\]-~]*$/.test(text) ? `'${text}'` : jsonString(text)
}

/** The curl line, or a hint at the JSON report if the line is too long or not safe to copy. */
export function copyableCurl(curl: string, limit: number): { readonly line: string } | { readonly advice: string } {
  if (curl.length <= limit && isSafe(curl)) return { line: curl }
  const why = isSafe(curl)
    ? `is ${counted(curl.length, 'character')} long`
    : 'holds characters that a terminal might obey'
  return { advice: `the curl line ${why}; the JSON report has it: --reporter json=FILE` }
}
