import { type HttpRequest, isFieldName, isFieldValue } from '../../http/index.ts'
import { counted, isSafe, jsonString } from '../text/index.ts'
import { bodyText } from './body-text.ts'

/** Fetch sets these itself. */
const OWN_HEADERS = new Set(['content-length', 'host', 'connection', 'transfer-encoding'])
const METHODS = /^(?:GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)$/

/**
 * JavaScript that sends `request` again with `fetch`, or undefined where fetch could not send it as it was: it resolves
 * dots in paths, refuses some methods, and gives GET no body.
 *
 * @param base any URL of the origin
 */
export function fetchSnippet(request: HttpRequest, base: string): string | undefined {
  const { method, target, headers, body } = request
  if (!METHODS.test(method) || !URL.canParse(base)) return undefined
  const url = new URL(base).origin + target
  // Without a slash the target could be a part of the host.
  if (!target.startsWith('/') || !URL.canParse(url) || new URL(url).href !== url) return undefined
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) return undefined
  const sent = headers.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()))
  if (!sent.every(([name, value]) => isField(name, value))) return undefined
  const lines = [
    `method: ${literal(method)},`,
    'headers: [',
    ...sent.map(([name, value]) => `  [${literal(name)}, ${literal(value)}],`),
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

/** JSON's strings are JavaScript's; in single quotes, as code is mostly written, where that is plainer. */
const literal = (text: string): string => (/^[ !#-&(-[\]-~]*$/.test(text) ? `'${text}'` : jsonString(text))

function bodyLiteral(body: Uint8Array): string {
  const text = bodyText(body)
  if (text === undefined) {
    const base64 = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64')
    return `Uint8Array.from(atob('${base64}'), (character) => character.charCodeAt(0))`
  }
  return /^[ -&(-[\]-~]*$/.test(text) ? `'${text}'` : jsonString(text)
}

/** The curl line, or why it could not be copied as it stands and is left to the JSON report. */
export function copyableCurl(curl: string, limit: number): { readonly line: string } | { readonly advice: string } {
  if (curl.length <= limit && isSafe(curl)) return { line: curl }
  const why = isSafe(curl)
    ? `is ${counted(curl.length, 'character')} long`
    : 'holds characters that a terminal might obey'
  return { advice: `the curl line ${why}; the JSON report has it: --reporter json=FILE` }
}
