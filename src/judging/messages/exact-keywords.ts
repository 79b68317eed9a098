import type { Ajv2020, FuncKeywordDefinition } from 'ajv/dist/2020.js'
import { isNumberLimit, KEYWORDS, keepsLimit } from '../../contract/constraints/index.ts'
import type { TextFormats } from '../../contract/model/index.ts'
import {
  areDistinct,
  equal,
  inDoubles,
  isArray,
  isMultiple,
  isNumber,
  isObject,
  type Json,
  type JsonNumber,
  type Pointer,
  valueAt,
} from '../../json/index.ts'
import { isOfFormat } from './formats.ts'

/**
 * ajv knows doubles alone. It is shown the nearest double of each integer that no double holds, and the keywords that
 * compare numbers look up what stands in its place, so that 9223372036854775807 is not 9223372036854775808.
 */
export class ExactKeywords {
  #exact: Json | undefined

  constructor(ajv: Ajv2020, formats?: TextFormats) {
    for (const keyword of Object.keys(KEYWORDS).filter(isNumberLimit))
      this.#define<JsonNumber>(ajv, keyword, 'number', (bound) => (value) => keepsLimit(keyword, value, bound))
    this.#define<JsonNumber>(
      ajv,
      'multipleOf',
      'number',
      (step) => (value) => !isNumber(value) || isMultiple(value, step),
    )
    this.#define<readonly Json[]>(ajv, 'enum', undefined, memberTest)
    this.#define<Json>(ajv, 'const', undefined, (member) => (value) => equal(member, value))
    this.#define<boolean>(
      ajv,
      'uniqueItems',
      'array',
      (unique) => (value) => !unique || !isArray(value) || areDistinct(value),
    )
    this.#define<string>(ajv, 'format', undefined, (format) => (value) => isOfFormat(format, value, formats))
  }

  /** Gives `test` the value as ajv may see it. */
  asDoubles<T>(value: Json, test: (value: Json) => T): T {
    const doubles = inDoubles(value)
    this.#exact = doubles === value ? undefined : value
    try {
      return test(doubles)
    } finally {
      this.#exact = undefined
    }
  }

  /** In place of ajv's own keyword. `testOf` is given the keyword's value as the document has it. */
  #define<Demand>(
    ajv: Ajv2020,
    keyword: string,
    type: FuncKeywordDefinition['type'],
    testOf: (demand: Demand) => (value: Json) => boolean,
  ): void {
    ajv.removeKeyword(keyword)
    ajv.addKeyword({
      keyword,
      ...(type !== undefined && { type }),
      compile: (demand: Demand) => {
        const test = testOf(demand)
        return (value: Json, context) => test(this.#at(context?.instancePath ?? '', value))
      },
    })
  }

  /** What stands at a place. A name (`propertyNames`) has that of its object, and is no number. */
  #at(pointer: Pointer, value: Json): Json {
    if (this.#exact === undefined || typeof value === 'string') return value
    return valueAt(this.#exact, pointer) ?? value
  }
}

/** Of long lists plain members are looked up: an enum may have thousands. */
function memberTest(members: readonly Json[]): (value: Json) => boolean {
  const plain = new Set<Json>(members.filter((member) => !isObject(member) && !isArray(member)))
  const others = members.filter((member) => isObject(member) || isArray(member))
  return (value) => plain.has(value) || others.some((member) => equal(member, value))
}
