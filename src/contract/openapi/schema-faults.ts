import {
  appendToken,
  isArray,
  isJsonType,
  isNumber,
  isObject,
  JSON_TYPES,
  type Json,
  type JsonObject,
  writeJson,
} from '../../json/index.ts'
import { isSubschemaKeyword, type Keyword, SUBSCHEMAS, type SubschemaKeyword } from '../model/index.ts'
import type { DocumentNode } from './document-node.ts'
import type { Fault } from './fault.ts'
import type { FileSet } from './file-set.ts'
import { compiles } from './is-foreign.ts'
import { levelKeywords } from './level-schema.ts'

interface Rule {
  readonly accepts: (value: Json) => boolean
  readonly expected: string
  /** What else everybody reads, though it is none of what is accepted. */
  readonly tolerates?: (value: Json) => boolean
}

const isSchema = (value: Json): boolean => isObject(value) || typeof value === 'boolean'
const isText = (value: Json): value is string => typeof value === 'string'
const unique = (values: readonly Json[]): boolean => new Set(values).size === values.length
const isTexts = (value: Json): boolean => isArray(value) && value.every(isText) && unique(value)

const size: Rule = {
  accepts: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0,
  expected: 'an integer from 0',
}
const number: Rule = { accepts: isNumber, expected: 'a number' }
const flag: Rule = { accepts: (value) => typeof value === 'boolean', expected: 'true or false' }
const string: Rule = { accepts: isText, expected: 'a string' }
const schema: Rule = { accepts: isSchema, expected: 'a schema (an object or a boolean)' }
const schemas: Rule = {
  accepts: (value) => isArray(value) && value.length > 0 && value.every(isSchema),
  expected: 'a list of one or more schemas',
}
const schemaMap: Rule = {
  accepts: (value) => isObject(value) && Object.values(value).every(isSchema),
  expected: 'a map from names to schemas',
}
const anything: Rule = { accepts: () => true, expected: 'any value' }

/** What a keyword takes that holds schemas. */
const HELD = { one: schema, list: schemas, map: schemaMap }

type CheckedKeyword = Exclude<Keyword, SubschemaKeyword> | '$ref' | '$anchor' | 'patternProperties' | 'definitions'

/**
 * What each keyword takes, after levelling: JSON Schema 2020-12, core and validation. A forgotten one does not compile.
 */
const RULES: { readonly [K in CheckedKeyword]: Rule } = {
  $ref: string,
  $anchor: string,
  type: {
    accepts: (value) =>
      isJsonType(value) || (isArray(value) && value.length > 0 && value.every(isJsonType) && unique(value)),
    expected: `one of ${JSON_TYPES.join(', ')}, or a list of these`,
  },
  const: anything,
  enum: {
    accepts: (value) => isArray(value) && value.length > 0,
    expected: 'a list of one or more values',
    tolerates: isArray,
  },
  required: {
    accepts: isTexts,
    expected: 'a list of property names, each once',
    // By draft 3, `false` in a property says that nothing requires it.
    tolerates: (value) => value === false || (isArray(value) && value.every(isText)),
  },
  dependentRequired: {
    accepts: (value) => isObject(value) && Object.values(value).every(isTexts),
    expected: 'a map from property names to lists of property names',
  },
  pattern: {
    accepts: (value) => isText(value) && compiles(value),
    expected: 'a regular expression of JavaScript (ECMA-262)',
    tolerates: isText,
  },
  format: string,
  minLength: size,
  maxLength: size,
  minItems: size,
  maxItems: size,
  minContains: size,
  maxContains: size,
  minProperties: size,
  maxProperties: size,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: { accepts: (value) => isNumber(value) && value > 0, expected: 'a number above 0' },
  uniqueItems: flag,
  patternProperties: {
    accepts: (value) => schemaMap.accepts(value) && Object.keys(isObject(value) ? value : {}).every(compiles),
    expected: 'a map from regular expressions of JavaScript to schemas',
  },
  // No keyword of 2020-12: whatever stands there is nobody's business.
  definitions: anything,
}

const isChecked = (keyword: string): keyword is CheckedKeyword => Object.hasOwn(RULES, keyword)

function ruleOf(keyword: string): Rule | undefined {
  if (isChecked(keyword)) return RULES[keyword]
  return isSubschemaKeyword(keyword) ? HELD[SUBSCHEMAS[keyword].holds] : undefined
}

/** Whether a name demands something in some version. */
export const isWordOfSchemas = (name: string): boolean => ruleOf(name) !== undefined || name === 'nullable'

/** What is no schema, and each keyword whose value is none that it can have. */
export function* schemaFaults(files: FileSet, nodes: readonly DocumentNode[]): Generator<Fault, void> {
  for (const node of nodes) {
    if (isObject(node.value)) yield* keywordFaults(files, node, levelKeywords(node.value, files.dialectOf(node.source)))
    else if (typeof node.value !== 'boolean')
      yield files.fault(`a schema is ${schema.expected}, not ${shown(node.value)}`, node.source)
  }
}

function* keywordFaults(files: FileSet, node: DocumentNode, levelled: JsonObject): Generator<Fault, void> {
  for (const [keyword, value] of Object.entries(levelled)) {
    const rule = ruleOf(keyword)
    if (!rule || rule.accepts(value)) continue
    const pointer = appendToken(node.source.pointer, keyword)
    const fault = files.fault(`${keyword} must be ${rule.expected}, not ${shown(value)}`, { ...node.source, pointer })
    yield rule.tolerates?.(value) ? { ...fault, isHarmless: true } : fault
  }
}

function shown(value: Json): string {
  const text = writeJson(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
