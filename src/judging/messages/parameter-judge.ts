import { type Constraint, type Place, parameterKey, placeKey } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import { isJsonMediaType } from '../../http/index.ts'
import { isArray, isObject, type Json } from '../../json/index.ts'
import type { Issue } from './judgement.ts'
import type { OperationRules } from './operation-rules.ts'
import { OTHER_SPELLING, plainNumbers } from './plain-numbers.ts'

/** What the text of a parameter says; without a value it is absent. */
export interface JudgedParameter {
  readonly value: Json | undefined
  readonly issues: readonly Issue[]
  /** What a recipient may refuse although nothing is broken. */
  readonly hazards?: readonly string[]
  /** Why the text can be read as no value at all. */
  readonly malformed?: Issue
}

/** The hazard of an empty text in a query. */
const EMPTY = 'an empty value'

const isEmptyText = (value: Json): boolean => value === ''

/** What an empty text is read as. */
const isEmpty = (value: Json): boolean => isEmptyText(value) || membersOf(value)?.every(isEmptyText) === true

/** Whether a value has an empty text in it, as each pair of a list has a text of its own. */
const hasEmpty = (value: Json): boolean => isEmpty(value) || membersOf(value)?.some(isEmptyText) === true

const membersOf = (value: Json): readonly Json[] | undefined =>
  isArray(value) ? value : isObject(value) ? Object.values(value) : undefined

/** Judges the texts of one parameter. It keeps the last: requests that differ in one place have the others in common. */
export class ParameterJudge {
  readonly parameter: Parameter
  /** `in.name` */
  readonly key: string
  readonly #rules: OperationRules
  readonly #place: Place
  /** Whether a recipient may refuse an empty value that the schema lets in. */
  readonly #isDoubtful: boolean
  /** Whether its value is written in no JSON, so that numbers have other spellings. */
  readonly #isText: boolean
  #isSpread: boolean | undefined
  #check: ((value: Json) => readonly Issue[]) | undefined
  #encoding: Constraint | undefined
  #text: string | undefined
  #judged: JudgedParameter | undefined

  constructor(rules: OperationRules, parameter: Parameter) {
    this.parameter = parameter
    this.key = parameterKey(parameter)
    this.#rules = rules
    this.#place = { side: 'request', in: parameter.in, name: parameter.name }
    const { in: where, contentType } = parameter
    this.#isText = contentType === undefined || (where === 'querystring' && !isJsonMediaType(contentType))
    this.#isDoubtful = parameter.in === 'query' && !parameter.allowsEmpty && !this.#namesEmpty()
  }

  /** Whether a query or a cookie may say something of it under other names than its own. */
  get isSpread(): boolean {
    const { contentType, schema, style } = this.parameter
    this.#isSpread ??=
      contentType !== undefined || style === 'cookie' || this.#rules.shape(schema).types.includes('object')
    return this.#isSpread
  }

  /** `text` is as `readParameter` takes it; undefined if its place is not there. */
  judge(text: string | undefined): JudgedParameter {
    if (this.#judged && text === this.#text) return this.#judged
    this.#text = text
    this.#judged = this.#read(text)
    return this.#judged
  }

  #read(text: string | undefined): JudgedParameter {
    const { parameter } = this
    const rules = this.#rules
    const read = text === undefined ? undefined : rules.readParameter(parameter, text, rules.namesAt(parameter.in))
    if (read === undefined || read.kind === 'absent')
      return { value: undefined, issues: parameter.required && parameter.in !== 'path' ? [this.#absent()] : [] }
    if (read.kind === 'opaque') return { value: undefined, issues: [] }
    if (read.kind === 'malformed' && (read.flaw === 'percent escape' || read.flaw === 'utf-8')) {
      this.#encoding ??= rules.constraint('encoding', (candidate) => this.#isHere(candidate))
      const constraint = this.#encoding
      const received = read.flaw === 'utf-8' ? 'bytes that are not UTF-8' : 'a malformed percent escape'
      const malformed = { constraint, pointer: '', expected: 'percent-encoded UTF-8', received, class: 'malformed' }
      return { value: undefined, issues: [], malformed }
    }
    // Which of several values counts, or none, is for the recipient to say (3.1, 4.8.12 describes one).
    if (read.kind === 'malformed' && read.flaw === 'repeated')
      return { value: undefined, issues: [], hazards: ['a repeated parameter'] }
    // A text that is not laid out as the style says is judged as the text that it is.
    const value = read.kind === 'malformed' ? (text ?? '') : read.value
    const issues = this.#issues(value)
    if (issues.length === 0)
      return this.#isDoubtful && hasEmpty(value) ? { value, issues, hazards: [EMPTY] } : { value, issues }
    if (parameter.allowsEmpty && isEmpty(value)) return { value, issues: [], hazards: [EMPTY] }
    return this.#isText && this.#issues(plainNumbers(value)).length === 0
      ? { value, issues: [], hazards: [OTHER_SPELLING] }
      : { value, issues }
  }

  #issues(value: Json): readonly Issue[] {
    this.#check ??= this.#rules.check(this.#place, this.parameter.schema)
    return this.#check(value)
  }

  /**
   * Whether the document means empty values although `allowEmptyValue`, which is false if it is not given (2.0 and 3.1,
   * Parameter Object), does not say so: an enum, a constant or an example has one.
   */
  #namesEmpty(): boolean {
    const { parameter } = this
    if (parameter.examples.some(({ value }) => hasEmpty(value))) return true
    return this.#rules
      .constraintsAt(this.#place)
      .some(
        (constraint) =>
          (constraint.kind === 'const' || constraint.kind === 'enum') &&
          (constraint.kind === 'const' ? [constraint.value] : constraint.value).some(hasEmpty),
      )
  }

  #absent(): Issue {
    const constraint = this.#rules.constraint('presence', (candidate) => this.#isHere(candidate))
    return { constraint, pointer: '', expected: 'to be present', received: 'nothing', class: 'absent' }
  }

  #isHere({ place }: Extract<Constraint, { kind: 'presence' | 'encoding' }>): boolean {
    return placeKey(place) === placeKey(this.#place)
  }
}
