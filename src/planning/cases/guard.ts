import { type Constraint, isSchemaConstraint, parameterKey, placeOf } from '../../contract/constraints/index.ts'
import { type Parameter, sentNames } from '../../contract/model/index.ts'
import { isSafe } from '../../http/index.ts'
import { codePointLength, equal, isNumber, type Json } from '../../json/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { cannotExist, impossibleValue, isListed, NO_SUCH_THING, noSuchText, positive } from '../generators/index.ts'
import type { BodyBase } from './body-base.ts'
import { BodyGuard } from './body-guard.ts'
import type { Change, Draft } from './draft.ts'
import { isCollection, type Naming, picksThings } from './naming.ts'

/** Whether the operation's own requests may change what is there: then only others are kept away from it. */
export type Changes = 'guarded' | 'allowed'

/** What a guard has to know besides the operation. */
export interface Guarded {
  /** What the user gives, by `in.name`. */
  readonly given: ReadonlyMap<string, readonly Json[]>
  readonly bodies: readonly BodyBase[]
  readonly changes: Changes
}

/**
 * Keeps requests that may change something away from what was there before the run. Their path values are those that
 * the user gives, beside members that the document lists, or one of them names nothing at all. Members alone are enough
 * for POST: it makes something new, and others change what the members name.
 *
 * A path without parameters is there. What PUT, PATCH and DELETE change of it is named by ids in the query or, without
 * such parameters, by the ids of the body. What stands below a given thing as a collection holds things that nobody gave.
 */
export class Guard {
  /** Of each parameter that names things and has one, by `in.name`, a conforming value that names nothing anywhere. */
  readonly impossible: ReadonlyMap<string, Json>
  /** Whether the operation's own requests may change something, and must not. */
  readonly mayChange: boolean
  readonly #judge: OperationJudge
  readonly #path: ReadonlyMap<string, Parameter>
  /** Parameters that name what a request changes: of the path or, if it has none, of the query. */
  readonly #parameters: ReadonlyMap<string, Parameter>
  readonly #given: ReadonlyMap<string, readonly Json[]>
  /** What a document shows and what generators give for a format often exists, however long it is. */
  readonly #usual: ReadonlyMap<string, readonly Json[]>
  /** Whether the path is that of all things of a kind, and so of ones that nobody gave. */
  readonly #isOfAll: boolean
  /** Tells what a request changes if nothing but its body does. */
  readonly #body: BodyGuard | undefined

  constructor(judge: OperationJudge, { given, bodies, changes }: Guarded) {
    const { operation, contract } = judge
    const { path, method } = operation
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
    const inQuery = operation.parameters.filter(
      (parameter) =>
        (parameter.in === 'query' && picksThings(parameter.name)) ||
        (parameter.in === 'querystring' && sentNames(contract, parameter).some(picksThings)),
    )
    this.mayChange = !isSafe(method) && changes === 'guarded'
    const isThere = this.mayChange && method !== 'POST' && inPath.length === 0
    const parameters = isThere ? inQuery : inPath
    this.#judge = judge
    this.#given = given
    this.#isOfAll = this.mayChange && method !== 'POST' && inPath.length > 0 && isCollection(contract, path)
    this.#path = byKey(inPath)
    this.#parameters = byKey(parameters)
    this.#usual = new Map(
      parameters.map((parameter) => {
        const generated = (['fullest', 'barest'] as const).map((fullness) =>
          positive(contract, [parameter.schema], fullness),
        )
        const values = [...parameter.examples.map(({ value }) => value), ...generated]
        return [parameterKey(parameter), values.filter((value) => value !== undefined)]
      }),
    )
    this.impossible = new Map(
      parameters.flatMap((parameter) => {
        const value = impossibleValue(contract, [parameter.schema])
        return value === undefined ? [] : [[parameterKey(parameter), value] as const]
      }),
    )
    this.#body = isThere && inQuery.length === 0 ? new BodyGuard(path, bodies) : undefined
  }

  /** Whether a parameter names what a request may change. */
  guards(key: string): boolean {
    return this.mayChange && this.#parameters.has(key)
  }

  /** Whether a change is one of what names things. */
  touches(change: Change): boolean {
    if (change.in === 'parameter') return this.guards(change.key)
    return this.#body !== undefined && (change.in === 'body' || change.in === 'rawBody')
  }

  /** Whether a constraint is about what names things. */
  isAbout(constraint: Constraint): boolean {
    const place = placeOf(constraint)
    if (place?.side !== 'request') return false
    if (place.in !== 'body') return this.guards(parameterKey(place))
    return this.#body !== undefined && (!isSchemaConstraint(constraint) || this.#body.isAt(constraint.pointer))
  }

  /** The value of a parameter that the operation's requests start from, in place of a usual one. */
  start(key: string, usual: Json | undefined): Json | undefined {
    if (!this.guards(key) || ['given', 'listed'].includes(this.naming(key, usual))) return usual
    return this.impossible.get(key) ?? usual
  }

  /** A body that names nothing or, if the user gives it, what it names; as it is if it cannot be made so. */
  startBody(body: Json): Json {
    return this.#body?.start(body) ?? body
  }

  /** The option without which no request of the operation goes to what is there; undefined if known values are enough. */
  get permission(): string | undefined {
    return this.#isOfAll ? `--allow-changes ${this.#judge.operation.id}` : undefined
  }

  /** Why an operation is not planned whose requests may change what is there; the parameters are those of one of them. */
  refusal(parameters: Draft['parameters']): string {
    const { id } = this.#judge.operation
    const namings = [...this.#parameters].map(([key, { name }]) => ({
      name: this.#path.has(key) ? `{${name}}` : name,
      naming: this.naming(key, parameters.get(key)),
    }))
    const guessed = namings.filter(({ naming }) => naming === 'anything')
    const names = (guessed.length > 0 ? guessed : namings).map(({ name }) => name)
    if (this.permission !== undefined) return `it changes all that is there: permit that with ${this.permission}`
    if (names.length > 0) return `any value of ${names.join(' and ')} may name something: give one with --param`
    const members = [...(this.#body?.members.keys() ?? [])]
    return members.length > 0
      ? `any ${members.join(' and ')} in its body may name something: give one with --body`
      : `it changes what is there, and nothing in a request says what: permit that with --allow-changes ${id}`
  }

  /** Why a request is not sent whose body cannot be read, if only its body says what it changes. */
  get refusalOfBody(): string {
    return `what its body names cannot be read: permit that with --allow-changes ${this.#judge.operation.id}`
  }

  /** Whether a request changes nothing that was there before. */
  allows(draft: Pick<Draft, 'method' | 'parameters' | 'raw' | 'body' | 'rawBody'>): boolean {
    const { method } = draft
    const isOwn = method === this.#judge.operation.method
    if (isSafe(method) || (isOwn && !this.mayChange)) return true
    const inPath = this.#namings(this.#path, draft)
    if (inPath.includes('nothing')) return true
    // A method that the document does not have may do anything to what the user gave.
    if (!isOwn) return false
    if (inPath.includes('anything')) return false
    if (method === 'POST') return true
    if (inPath.length > 0) return inPath.includes('given')
    const namings = this.#body ? [this.#body.naming(draft)] : this.#namings(this.#parameters, draft)
    return namings.includes('nothing') || (!namings.includes('anything') && namings.includes('given'))
  }

  /** A value of a parameter that names nothing that is there: itself or, of a text, one that begins by saying so. */
  namingNothing(key: string, value: Json): Json | undefined {
    if (this.naming(key, value) !== 'anything') return value
    const parameter = this.#parameters.get(key)
    const impossible = this.impossible.get(key)
    if (!parameter || typeof value !== 'string' || typeof impossible !== 'string') return undefined
    const text = impossible + value
    const place = { side: 'request', in: parameter.in, name: parameter.name } as const
    return this.#judge.issues(place, parameter.schema, text).length === 0 ? text : undefined
  }

  /** A value that names nothing, whether it conforms or not. */
  nothingAt(key: string): Json {
    return this.impossible.get(key) ?? NO_SUCH_THING
  }

  /** The same value or, of a plain text that may name something, one as long that says that it names nothing. */
  unmistakable(key: string, value: Json): Json {
    // In the place of a number, digits in a text are that number.
    if (isNumber(this.impossible.get(key))) return value
    if (typeof value !== 'string' || !/^[a-z0-9]+$/.test(value) || this.naming(key, value) !== 'anything') return value
    return noSuchText(codePointLength(value)) ?? value
  }

  /** What a value of a parameter may name. */
  naming(key: string, value: Json | undefined): Naming {
    const parameter = this.#parameters.get(key)
    if (!parameter || value === undefined) return 'anything'
    const isOf = (values: readonly Json[] = []) => values.some((other) => equal(other, value))
    if (isOf(this.#given.get(key))) return this.#isOfAll ? 'anything' : 'given'
    if (isListed(this.#judge.contract, [parameter.schema], value)) return 'listed'
    const known = this.impossible.get(key)
    if (known !== undefined && equal(known, value)) return 'nothing'
    return cannotExist(value) && !isOf(this.#usual.get(key)) ? 'nothing' : 'anything'
  }

  #namings(parameters: ReadonlyMap<string, Parameter>, draft: Pick<Draft, 'parameters' | 'raw'>): Naming[] {
    return [...parameters.keys()].map((key): Naming => {
      const text = draft.raw.get(key)
      return text === undefined ? this.naming(key, draft.parameters.get(key)) : this.#namingOfText(key, text)
    })
  }

  /** What a raw text in the place of a parameter may name, if a recipient takes what it can of it. */
  #namingOfText(key: string, text: string): Naming {
    const parameter = this.#parameters.get(key)
    return parameter && text.startsWith(this.#judge.writeParameter(parameter, this.nothingAt(key)))
      ? 'nothing'
      : 'anything'
  }
}

const byKey = (parameters: readonly Parameter[]): ReadonlyMap<string, Parameter> =>
  new Map(parameters.map((parameter) => [parameterKey(parameter), parameter]))
