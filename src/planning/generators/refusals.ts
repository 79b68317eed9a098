import { addressOf, type Source } from '../../contract/model/index.ts'

/** A schema has a keyword that no values can be made from. It names the keyword, and its place. */
export class UnsupportedKeyword extends Error {
  override readonly name = 'UnsupportedKeyword'
  readonly keyword: string
  readonly source: Source

  constructor(keyword: string, source: Source) {
    super(`${keyword} at ${addressOf(source)} cannot be generated from`)
    this.keyword = keyword
    this.source = source
  }
}

/** No value fits a schema, or none was found within the budget of attempts. */
export class Unsatisfiable extends Error {
  override readonly name = 'Unsatisfiable'
  readonly source: Source

  constructor(source: Source, why: string) {
    super(`no value fits the schema at ${addressOf(source)}: ${why}`)
    this.source = source
  }
}

/** Why no value was made. */
export type Refusal = Unsatisfiable | UnsupportedKeyword

export const isRefusal = (value: unknown): value is Refusal =>
  value instanceof Unsatisfiable || value instanceof UnsupportedKeyword

/** What `make` gives, or its refusal. Every other error is thrown on. */
export function madeOrRefused<T>(make: () => T): T | Refusal {
  try {
    return make()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
}
