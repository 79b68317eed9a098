import { parameterKey } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import { isSafe, writeParameter } from '../../http/index.ts'
import { equal, type Json } from '../../json/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { cannotExist, impossibleValue, isListed, positive } from '../generators/index.ts'
import type { Draft } from './draft.ts'

/** What a path value may name: something that the user or the document names, nothing, or something unknown. */
type Naming = 'given' | 'nothing' | 'anything'

/**
 * Keeps requests that may change something away from what was there before the run. Their path values are those that
 * the user gives and members that the document lists, or one of them names nothing at all.
 */
export class PathGuard {
  /** Of each path parameter that has one, by `in.name`, a conforming value that names nothing in any deployment. */
  readonly impossible: ReadonlyMap<string, Json>
  readonly #judge: OperationJudge
  readonly #parameters: ReadonlyMap<string, Parameter>
  readonly #given: ReadonlyMap<string, readonly Json[]>
  /** What a document shows and what generators give for a format often exists, however long it is. */
  readonly #usual: ReadonlyMap<string, readonly Json[]>

  constructor(judge: OperationJudge, given: ReadonlyMap<string, readonly Json[]>) {
    const { operation, contract } = judge
    const parameters = operation.parameters.filter((parameter) => parameter.in === 'path')
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

  /** Whether a request changes nothing that was there before. */
  allows({ method, parameters, raw }: Draft): boolean {
    if (isSafe(method)) return true
    const namings = [...this.#parameters.keys()].map((key): Naming => {
      const text = raw.get(key)
      return text === undefined ? this.naming(key, parameters.get(key)) : this.#namingOfText(key, text)
    })
    if (namings.includes('nothing')) return true
    // A method that the document does not have may do anything to what the user gave.
    return method === this.#judge.operation.method && !namings.includes('anything')
  }

  /** What a value of a path parameter may name. */
  naming(key: string, value: Json | undefined): Naming {
    const parameter = this.#parameters.get(key)
    if (!parameter || value === undefined) return 'anything'
    const isOf = (values: readonly Json[] = []) => values.some((other) => equal(other, value))
    if (isOf(this.#given.get(key)) || isListed(this.#judge.contract, [parameter.schema], value)) return 'given'
    const known = this.impossible.get(key)
    if (known !== undefined && equal(known, value)) return 'nothing'
    return cannotExist(value) && !isOf(this.#usual.get(key)) ? 'nothing' : 'anything'
  }

  /** What a raw text in the place of a path parameter may name, if a recipient takes what it can of it. */
  #namingOfText(key: string, text: string): Naming {
    const parameter = this.#parameters.get(key)
    const value = this.impossible.get(key)
    return parameter && value !== undefined && text.startsWith(writeParameter(parameter, value))
      ? 'nothing'
      : 'anything'
  }
}
