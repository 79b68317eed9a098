import type { Document } from 'yaml'
import { isArray, isNumber, isObject, type Json, type JsonObject, parseJson, withDoubles } from '../../json/index.ts'
import { ContractError } from '../model/index.ts'
import { REPEATED_KEY, repeatedKey } from './repeated-key.ts'
import { resolveAliases } from './resolve-aliases.ts'
import { yamlModule } from './yaml-module.ts'

/** Deeper than any document that a person wrote, and shallow enough for every recursive walk over it. */
const GREATEST_DEPTH = 400

/** The default of the `yaml` package; the product of nested aliases counts. */
const MOST_ALIASES = 100

/** Parses JSON or YAML 1.2. Throws ContractError, with line and column, if the text is neither. */
export function parseText(text: string, file: string): Json {
  if (text.trim() === '') throw new ContractError('the file is empty; an OpenAPI document is expected', { file })
  const json = readJson(text, file)
  if (json === undefined) return parseYaml(text, file)
  checkValue(json, file)
  return json
}

function readJson(text: string, file: string): Json | undefined {
  // JSON.parse is forty times faster than any YAML parser, and bigger documents are nearly always JSON.
  if (!/^\s*[{[]/.test(text)) return undefined
  try {
    return parseJson(text)
  } catch (error) {
    // A text in braces can be YAML, too, and the YAML parser knows the place of the fault.
    if (!/\.json$/i.test(file)) return undefined
    parseYaml(text, file)
    // YAML takes a gap for null, and JSON does not.
    const reason = error instanceof Error ? error.message : String(error)
    throw new ContractError(`not valid JSON: ${reason.replace(/\s+/g, ' ')}`, { file, line: lineIn(text, reason) })
  }
}

/** V8 names a position, or quotes the text around it from up to 10 characters before. */
function lineIn(text: string, reason: string): number | undefined {
  const position = /position (\d+)/.exec(reason)?.[1]
  const quoted = /"(?:\.\.\.)?([\s\S]*?)(?:"|"\.\.\.) is not valid JSON/.exec(reason.replace(/^[^,]*, /, ''))?.[1] ?? ''
  const offset = position === undefined ? text.indexOf(quoted.replace(/^\.\.\./, '')) : Number(position)
  return offset < 0 || (quoted === '' && position === undefined) ? undefined : text.slice(0, offset).split('\n').length
}

function parseYaml(text: string, file: string): Json {
  const { LineCounter, parseDocument } = yamlModule()
  try {
    const lines = new LineCounter()
    const intAsBigInt = hasLongNumber(text)
    const options = { merge: true, uniqueKeys: false, prettyErrors: false, logLevel: 'error', intAsBigInt } as const
    const document = parseDocument(text, { lineCounter: lines, ...options })
    const error = firstError(document)
    if (error) {
      // The parser reports what it threw itself in the same list.
      if (/call stack/i.test(error.message)) throw tooDeep(file)
      const { line, col } = lines.linePos(error.offset)
      const reason = `not valid JSON or YAML: ${error.message.replace(/[\s.]+$/, '')} (line ${line}, column ${col})`
      throw new ContractError(reason, { file, line })
    }
    resolveAliases(document)
    const value = document.toJS({ maxAliasCount: MOST_ALIASES })
    checkValue(value, file)
    return intAsBigInt ? withDoubles(value) : value
  } catch (error) {
    if (error instanceof ContractError) throw error
    if (error instanceof RangeError) throw tooDeep(file)
    const reason = error instanceof Error ? error.message : String(error)
    throw new ContractError(`not valid JSON or YAML: ${reason}`, { file })
  }
}

/** What stands first in the text of all that is wrong with it. */
function firstError(document: Document.Parsed): { readonly message: string; readonly offset: number } | undefined {
  const [error] = document.errors
  const offset = repeatedKey(document)
  if (offset !== undefined && offset < (error?.pos[0] ?? Number.POSITIVE_INFINITY))
    return { message: REPEATED_KEY, offset }
  return error && { message: error.message, offset: error.pos[0] }
}

/** Whether an integer may be one that no double holds, in decimal, hexadecimal or octal digits. */
const hasLongNumber = (text: string): boolean => /\d{16}|0x[\da-f]{13}|0o[0-7]{17}/i.test(text)

const tooDeep = (file: string): ContractError =>
  new ContractError(`nested deeper than ${GREATEST_DEPTH} levels; flatten it with $ref`, { file })

/** YAML can hold what JSON cannot: an anchor inside itself, infinity, sets, dates. */
function checkValue(root: unknown, file: string): void {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next
    if (depth > GREATEST_DEPTH) throw tooDeep(file)
    if (isArray(value) || isPlain(value)) {
      for (const child of Object.values(value)) waiting.push({ value: child, depth: depth + 1 })
    } else if (!isScalar(value)) {
      throw new ContractError(`${String(value)} is no JSON value; write it as a string or a finite number`, { file })
    }
  }
}

const isPlain = (value: unknown): value is JsonObject =>
  isObject(value) && Object.getPrototypeOf(value) === Object.prototype

const isScalar = (value: unknown): boolean =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (isNumber(value) && Number.isFinite(Number(value)))
