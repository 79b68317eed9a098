import { parameterKey } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import { isSafe, writeParameter } from '../../http/index.ts'
import { codePointLength, equal, type Json } from '../../json/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { cannotExist, impossibleValue, isListed, NO_SUCH_THING, noSuchText, positive } from '../generators/index.ts'
import type { Draft } from './draft.ts'

/** What a path value may name: something that the user gives, or that the document lists, nothing, or something unknown. */
type Naming = 'given' | 'listed' | 'nothing' | 'anything'

/**
 * Keeps requests that may change something away from what was there before the run. Their path values are those that
 * the user gives, beside members that the document lists, or one of them names nothing at all. Members alone are enough
 * for POST: it makes something new, and others change what the members name.
 */
export class PathGuard {
  /** Of each path parameter that has one, by `in.name`, a conforming value that names nothing in any deployment. */
  readonly impossible: ReadonlyMap<string, Json>
  /** Whether the operation's own requests may change something. */
  readonly mayChange: boolean
  readonly #judge: OperationJudge
  readonly #parameters: ReadonlyMap<string, Parameter>
  readonly #given: ReadonlyMap<string, readonly Json[]>
  /** What a document shows and what generators give for a format often exists, however long it is. */
  readonly #usual: ReadonlyMap<string, readonly Json[]>

  constructor(judge: OperationJudge, given: ReadonlyMap<string, readonly Json[]>) {
    const { operation, contract } = judge
    const parameters = operation.parameters.filter((parameter) => parameter.in === 'path')
    this.mayChange = !isSafe(operation.method)
    this.#judge = judge
    this.#given = given
    this.#parameters = new Map(parameters.map((parameter) => [parameterKey(parameter), parameter]))
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
  }

  /** The value of a path parameter that the operation's requests start from, in place of a usual one. */
  start(key: string, usual: Json | undefined): Json | undefined {
    if (!this.mayChange || ['given', 'listed'].includes(this.naming(key, usual))) return usual
    return this.impossible.get(key) ?? usual
  }

  /** The names of the path parameters whose values may name anything. */
  guessed(parameters: Draft['parameters']): string[] {
    const namings = [...this.#parameters].map(([key, { name }]) => ({
      name,
      naming: this.naming(key, parameters.get(key)),
    }))
    const guessed = namings.filter(({ naming }) => naming === 'anything')
    return (guessed.length > 0 ? guessed : namings).map(({ name }) => name)
  }

  /** Whether a request changes nothing that was there before. */
  allows({ method, parameters, raw }: Pick<Draft, 'method' | 'parameters' | 'raw'>): boolean {
    if (isSafe(method)) return true
    const namings = [...this.#parameters.keys()].map((key): Naming => {
      const text = raw.get(key)
      return text === undefined ? this.naming(key, parameters.get(key)) : this.#namingOfText(key, text)
    })
    if (namings.includes('nothing')) return true
    // A method that the document does not have may do anything to what the user gave.
    if (method !== this.#judge.operation.method || namings.includes('anything')) return false
    return method === 'POST' || namings.length === 0 || namings.includes('given')
  }

  /** A value of a path parameter that names nothing that is there: itself or, of a text, one that begins by saying so. */
  namingNothing(key: string, value: Json): Json | undefined {
    if (this.naming(key, value) !== 'anything') return value
    const parameter = this.#parameters.get(key)
    const impossible = this.impossible.get(key)
    if (!parameter || typeof value !== 'string' || typeof impossible !== 'string') return undefined
    const text = impossible + value
    const place = { side: 'request', in: 'path', name: parameter.name } as const
    return this.#judge.issues(place, parameter.schema, text).length === 0 ? text : undefined
  }

  /** A value that names nothing, whether it conforms or not. */
  nothingAt(key: string): Json {
    return this.impossible.get(key) ?? NO_SUCH_THING
  }

  /** The same value or, of a plain text that may name something, one as long that says that it names nothing. */
  unmistakable(key: string, value: Json): Json {
    if (typeof value !== 'string' || !/^[a-z0-9]+$/.test(value) || this.naming(key, value) !== 'anything') return value
    return noSuchText(codePointLength(value)) ?? value
  }

  /** What a value of a path parameter may name. */
  naming(key: string, value: Json | undefined): Naming {
    const parameter = this.#parameters.get(key)
    if (!parameter || value === undefined) return 'anything'
    const isOf = (values: readonly Json[] = []) => values.some((other) => equal(other, value))
    if (isOf(this.#given.get(key))) return 'given'
    if (isListed(this.#judge.contract, [parameter.schema], value)) return 'listed'
    const known = this.impossible.get(key)
    if (known !== undefined && equal(known, value)) return 'nothing'
    return cannotExist(value) && !isOf(this.#usual.get(key)) ? 'nothing' : 'anything'
  }

  /** What a raw text in the place of a path parameter may name, if a recipient takes what it can of it. */
  #namingOfText(key: string, text: string): Naming {
    const parameter = this.#parameters.get(key)
    return parameter && text.startsWith(writeParameter(parameter, this.nothingAt(key))) ? 'nothing' : 'anything'
  }
}
