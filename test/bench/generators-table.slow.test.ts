import { writeFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { createGeneratorSync } from 'json-schema-faker'
import { sample } from 'openapi-sampler'
import { describe, expect, test } from 'vitest'
import { bundled } from '../../src/contract/documents/index.ts'
import { isObject, type Json } from '../../src/json/index.ts'
import { SchemaValidator } from '../../src/judging/messages/index.ts'
import { Draws, isMember } from '../../src/planning/generators/index.ts'
import { isSuiteHere, type SuiteGroup, SuiteReader, suiteGroups, suiteRemotes } from '../support/schema-suite.ts'

/** The file for the figures, from `npm run bench`; without it there is nothing to do. */
const tableFile = process.env.GENERATORS_TABLE

const VALUES = 100
const MILLISECONDS = 1_500

/** Turns a schema into a function from a number to a value. Both throw if there is none. */
type Generator = (schema: Json) => (number: number) => Json

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value) ?? 'null')
const asSchema = (schema: Json) => (isObject(schema) || typeof schema === 'boolean' ? schema : true)

const GENERATORS: { readonly [name: string]: Generator } = {
  'fgs-contract': (schema) => {
    const reader = new SuiteReader(schema)
    const draws = new Draws(reader)
    return (number) => draws.value([reader.root], number)
  },
  'json-schema-faker': (schema) => {
    const generator = createGeneratorSync({ seed: 1 })
    return () => plain(generator.generate(asSchema(schema)))
  },
  'openapi-sampler': (schema) => () =>
    plain(sample(isObject(schema) ? schema : {}, {}, isObject(schema) ? schema : {})),
}

describe.skipIf(tableFile === undefined)('generators side by side', () => {
  test('on the JSON Schema test suite, and in values per second', () => {
    const groups = suiteGroups()
    const judges = new Map(groups.map((group) => [group, judgeOf(group)]))
    const table = Object.entries(GENERATORS).map(([generator, make]) => {
      const counts = { valid: 0, invalid: 0, refused: 0, 'of nothing': 0 }
      for (const group of groups) {
        const isPossible = group.tests.some(({ valid }) => valid) || !UNSATISFIABLE.test(group.description)
        const outcome = outcomeOf(make, group, judges.get(group) ?? (() => false))
        if (isPossible) counts[outcome]++
        else if (outcome !== 'refused') counts['of nothing']++
      }
      return { generator, ...counts, perSecond: perSecond(make) }
    })
    expect(table).toHaveLength(3)
    writeFileSync(tableFile ?? '', JSON.stringify({ suite: isSuiteHere, schemas: groups.length, table }))
  }, 600_000)
})

/** Descriptions of the groups that no value can fit; the others without a valid instance only have none in the suite. */
const UNSATISFIABLE =
  /^(?:allOf with boolean schemas, (?:some|all) false|anyOf with boolean schemas, all false|boolean schema 'false'|empty enum|forbid everything with (?:empty|boolean) schema.*|oneOf with boolean schemas, (?:all true|more than one true|all false)|\$ref to boolean schema false)$/

const remotes = suiteRemotes()

/** ajv, if it answers the suite rightly; otherwise the project's own validator. */
function judgeOf(group: SuiteGroup): (value: Json) => boolean {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    addUsedSchema: false,
    logger: false,
  })
  for (const [url, remote] of remotes) if (isObject(remote)) ajv.addSchema(remote, url)
  try {
    const validate = ajv.compile(asSchema(group.schema))
    if (group.tests.every(({ data, valid }) => validate(data) === valid)) return (value) => validate(value) === true
  } catch {
    // It cannot compile it.
  }
  const reader = new SuiteReader(group.schema)
  return (value) => isMember(reader, reader.root, value)
}

function outcomeOf(
  make: Generator,
  { schema }: SuiteGroup,
  isValid: (value: Json) => boolean,
): 'valid' | 'invalid' | 'refused' {
  try {
    const generate = make(schema)
    for (let number = 0; number < VALUES; number++) if (!isValid(generate(number))) return 'invalid'
    return 'valid'
  } catch {
    return 'refused'
  }
}

/** Conforming values of the bundled contract's answer with status 200 in a second, writing them included. */
function perSecond(make: Generator): { values: number; valid: number; bytes: number } {
  const contract = bundled()
  const node = contract.operations[0]?.responses.find(({ status }) => status === '200')?.content[0]?.schema
  if (!node) throw new Error('the bundled contract has no such schema')
  const validate = new SchemaValidator(contract).compile(node)
  // References are replaced, so that each generator is given the same.
  const generate = make(inlined(node.schema, (reference) => contract.resolve(reference, node.source).schema))
  for (let number = 0; number < 500; number++) generate(number)
  const start = performance.now()
  const texts: string[] = []
  while (performance.now() - start < MILLISECONDS) texts.push(JSON.stringify(generate(texts.length)))
  const seconds = (performance.now() - start) / 1000
  const valid = texts.slice(0, 1000).filter((text) => validate(JSON.parse(text)).length === 0).length
  const bytes = texts.reduce((sum, text) => sum + text.length, 0)
  return {
    values: Math.round(texts.length / seconds),
    valid: valid / Math.min(1000, texts.length),
    bytes: Math.round(bytes / seconds),
  }
}

function inlined(schema: Json, resolve: (reference: string) => Json): Json {
  if (Array.isArray(schema)) return schema.map((item) => inlined(item, resolve))
  if (!isObject(schema)) return schema
  if (typeof schema.$ref === 'string') return inlined(resolve(schema.$ref), resolve)
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, inlined(value, resolve)]))
}
