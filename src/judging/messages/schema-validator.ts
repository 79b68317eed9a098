import { _, Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { inlineRef } from 'ajv/dist/compile/resolve.js'
import { Pattern, patternOf, spend } from '../../bounded/index.ts'
import { expectedBy, isKeyword, isNumberLimit } from '../../contract/constraints/index.ts'
import {
  addressOf,
  type Contract,
  ContractError,
  type SchemaNode,
  type Source,
  type TextFormats,
} from '../../contract/model/index.ts'
import { appendToken, type Json, type Pointer } from '../../json/index.ts'
import { addBranchKeywords } from './branch-keywords.ts'
import { ExactKeywords } from './exact-keywords.ts'
import { type Origin, type SelfContained, STEP, selfContained } from './self-contained.ts'

/** One keyword that a value breaks, failures implied by another at the same value folded into it. */
export interface KeywordIssue {
  /** Where in the value; for `required` and names that are forbidden, the property's own place. */
  readonly pointer: Pointer
  readonly keyword: string
  /** The keyword's place in the contract. */
  readonly source: Source
  /** What is demanded, to follow "expected": `at most 64 characters`. */
  readonly expected: string
}

export type Validate = (value: Json) => readonly KeywordIssue[]

/** More issues of one value than a person, or the ledger, can use. */
const MOST_ISSUES = 200

/** Compiles schemas of one contract. ajv is made when first needed. */
export class SchemaValidator {
  static readonly #known = new WeakMap<Contract, SchemaValidator>()

  /** The one that all who judge by a contract share: compiling is dear. */
  static of(contract: Contract): SchemaValidator {
    const validator = SchemaValidator.#known.get(contract) ?? new SchemaValidator(contract)
    SchemaValidator.#known.set(contract, validator)
    return validator
  }

  readonly #contract: Pick<Contract, 'resolve' | 'formats'>
  #ajv: { readonly ajv: Ajv2020; readonly keywords: ExactKeywords } | undefined
  readonly #compiled = new Map<SchemaNode, Validate>()

  constructor(contract: Pick<Contract, 'resolve' | 'formats'>) {
    this.#contract = contract
  }

  /** Throws ContractError if ajv cannot use the schema. */
  compile(node: SchemaNode): Validate {
    const validateBefore = this.#compiled.get(node)
    if (validateBefore) return validateBefore
    this.#ajv ??= createAjv(this.#contract.formats)
    const { ajv, keywords } = this.#ajv
    const { compiled, origins } = (() => {
      try {
        const gathered = selfContained(this.#contract, node)
        return { compiled: compileAll(ajv, gathered), origins: gathered.origins }
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        const sentence = error instanceof RangeError ? 'it is nested too deeply; put its parts under $defs' : reason
        throw new ContractError(`this schema cannot be used: ${sentence}`, node.source)
      }
    })()
    const validate: Validate = (value) => {
      if (keywords.asDoubles(value, compiled)) return []
      const errors = (compiled.errors ?? []).slice(0, MOST_ISSUES * 10)
      const issues = errors.map((error) => toIssue(error, errors, origins, node.source))
      return fold(issues).slice(0, MOST_ISSUES)
    }
    this.#compiled.set(node, validate)
    return validate
  }
}

/**
 * Compiles schemas one after the other. ajv itself would compile what a `$ref` leads to within the schema that has it,
 * and long chains overflow the stack.
 */
function compileAll(ajv: Ajv2020, { definitions, root }: SelfContained): ValidateFunction {
  try {
    for (const [key, { schema }] of definitions) ajv.addSchema(schema, key)
    for (const [key, { schema, refs }] of definitions) {
      if (key !== root && inlineRef(schema, MOST_TAKEN_UP)) continue
      const env = ajv.schemas[key]
      for (const ref of refs) {
        const target = ajv.schemas[ref]
        if (env && target && !inlineRef(target.schema, MOST_TAKEN_UP)) env.refs[ref] = target
      }
      ajv.getSchema(key)
    }
    const compiled = ajv.getSchema(root)
    if (!compiled) throw new Error('it was not compiled')
    return compiled
  } finally {
    for (const key of definitions.keys()) ajv.removeSchema(key)
  }
}

/** Schemas without references, of so many keywords, are written into those that refer to them. */
const MOST_TAKEN_UP = 200

function createAjv(formats?: TextFormats): { readonly ajv: Ajv2020; readonly keywords: ExactKeywords } {
  const regExp = Object.assign(
    // Throws SyntaxError for what `patternOf` gives nothing for.
    (pattern: string): Pattern => patternOf(pattern) ?? new Pattern(pattern),
    { code: 'patternOf' },
  )
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    // By their size: to look for references within them takes ajv twice as long with each level of nesting.
    inlineRefs: MOST_TAKEN_UP,
    logger: false,
    addUsedSchema: false,
    // Whether schemas are well-formed was asked when the contract was loaded; the check is dear to make.
    meta: false,
    validateSchema: false,
    // Or `constructor` would be a property of every object.
    ownProperties: true,
    code: { regExp },
  })
  addBranchKeywords(ajv)
  // Each schema that is asked about a value is a step: choices within choices may ask without end.
  ajv.addKeyword({
    keyword: STEP,
    code: ({ gen }) => void gen.code(_`${gen.scopeValue('func', { ref: spend, key: spend, code: _`spend` })}(1)`),
  })
  return { ajv, keywords: new ExactKeywords(ajv, formats) }
}

function toIssue(
  error: ErrorObject,
  errors: readonly ErrorObject[],
  origins: WeakMap<object, Origin>,
  fallback: Source,
): KeywordIssue & { readonly branch: boolean } {
  const { params, parentSchema } = error
  const keyword = error.keyword === 'contains' ? brokenByCount(error, errors) : error.keyword
  const origin = parentSchema && origins.get(parentSchema)
  const { source, branch, isFalse } = origin ?? { source: fallback, branch: false, isFalse: false }
  const propertyName =
    keyword === 'required'
      ? params.missingProperty
      : keyword === 'additionalProperties'
        ? params.additionalProperty
        : keyword === 'unevaluatedProperties'
          ? params.unevaluatedProperty
          : undefined
  const pointer = typeof propertyName === 'string' ? appendToken(error.instancePath, propertyName) : error.instancePath
  const place = isFalse ? source : { file: source.file, pointer: appendToken(source.pointer, keyword) }
  return { pointer, keyword, source: place, expected: isFalse ? 'to be absent' : describe(keyword, error), branch }
}

/**
 * Which of `contains`, `minContains` and `maxContains` an array breaks: ajv says `contains` of all three. The items that
 * do not match have errors of their own.
 */
function brokenByCount({ data, instancePath, params }: ErrorObject, errors: readonly ErrorObject[]): string {
  if (!Array.isArray(data)) return 'contains'
  const failing = new Set<string>()
  for (const { instancePath: path } of errors)
    if (path.startsWith(`${instancePath}/`)) failing.add(path.slice(instancePath.length + 1).split('/')[0] ?? '')
  const matching = data.length - failing.size
  if (typeof params.maxContains === 'number' && matching > params.maxContains) return 'maxContains'
  return matching > 0 && params.minContains > 1 ? 'minContains' : 'contains'
}

/** Lower ones speak for higher ones at the same value. */
function rank(keyword: string): number {
  if (keyword === 'type' || keyword === 'false schema') return 0
  if (keyword === 'enum' || keyword === 'const') return 1
  if (keyword === 'anyOf' || keyword === 'oneOf') return 2
  if (keyword === 'pattern' || keyword === 'format') return 3
  return 4
}

function fold(issues: readonly (KeywordIssue & { readonly branch: boolean })[]): KeywordIssue[] {
  // A failing branch of anyOf is no breach by itself; `if` only reports that its `then` or `else` failed.
  const plain = issues.filter(({ branch, keyword }) => !branch && keyword !== 'if')
  if (plain.length < 2) return plain
  const limited = new Set(plain.filter(({ keyword }) => isNumberLimit(keyword)).map(({ pointer }) => pointer))
  const best = new Map<Pointer, number>()
  for (const { pointer, keyword } of plain)
    if (keyword !== 'format' || !limited.has(pointer))
      best.set(pointer, Math.min(best.get(pointer) ?? 9, rank(keyword)))
  const seen = new Set<string>()
  return plain.filter(({ pointer, keyword, source }) => {
    const key = `${pointer} ${addressOf(source)}`
    if (rank(keyword) !== best.get(pointer) || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** What a broken keyword demands; ajv's words for one of which nothing is said, `must be valid` as `to be valid`. */
function describe(keyword: string, { parentSchema, message, params }: ErrorObject): string {
  // `required` lists names, and each is a demand of its own.
  const demanded = keyword === 'required' ? params.missingProperty : parentSchema?.[keyword]
  return (isKeyword(keyword) ? expectedBy(keyword, demanded) : undefined) ?? infinitive(message) ?? `to keep ${keyword}`
}

const infinitive = (message: string | undefined): string | undefined =>
  message?.replace(/^must NOT /, 'not to ').replace(/^must /, 'to ')
