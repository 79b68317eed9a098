import { registerSchema, unregisterSchema, validate as validateByHyperjump } from '@hyperjump/json-schema/draft-2020-12'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { Draws, isMember, negatives, Unsatisfiable, UnsupportedKeyword } from '../../src/generators/index.ts'
import { isObject, type Json } from '../../src/json/index.ts'
import { SchemaValidator } from '../../src/validation/index.ts'
import { isSuiteHere, type SuiteGroup, SuiteReader, suiteGroups, suiteRemotes } from '../support/schema-suite.ts'

const nameOf = ({ file, description }: SuiteGroup): string => `${file}: ${description}`

const UNSATISFIABLE: readonly string[] = [
  'allOf.json: allOf with boolean schemas, all false',
  'allOf.json: allOf with boolean schemas, some false',
  'anyOf.json: anyOf with boolean schemas, all false',
  "boolean_schema.json: boolean schema 'false'",
  'enum.json: empty enum',
  'not.json: forbid everything with boolean schema true',
  'not.json: forbid everything with empty schema',
  'oneOf.json: oneOf with boolean schemas, all false',
  'oneOf.json: oneOf with boolean schemas, all true',
  'oneOf.json: oneOf with boolean schemas, more than one true',
  'ref.json: $ref to boolean schema false',
]

const REFUSED: readonly string[] = []

/** Formats are asserted here, and vocabularies not asked about. */
const ASKED_OTHERWISE = (group: SuiteGroup): boolean => group.file === 'format.json' || group.file === 'vocabulary.json'
/** Schemas of which no invalid value was found that breaks one keyword alone. */
const UNBROKEN: readonly string[] = []

describe.skipIf(!isSuiteHere)(
  isSuiteHere ? 'the JSON Schema test suite' : 'the JSON Schema test suite, skipped: JSON_SCHEMA_TEST_SUITE names no folder',
  () => {
    const groups = suiteGroups()
    const remotes = suiteRemotes()
    const satisfiable = groups.filter((group) => !UNSATISFIABLE.includes(nameOf(group)))

    test('is whole', () => {
      expect([groups.length, satisfiable.length]).toEqual([383, 372])
    })

    test('debug', async () => {
      const out: string[] = []
      let made = 0
      const values = new Map<SuiteGroup, Json[]>()
      for (const group of groups) {
        const reader = new SuiteReader(group.schema)
        try {
          const draws = new Draws(reader)
          const some = Array.from({ length: 100 }, (_, seed) => draws.value([reader.root], seed))
          made++
          values.set(group, some)
          if (UNSATISFIABLE.includes(nameOf(group))) out.push(`GENERATES ${nameOf(group)} ${JSON.stringify(some[0])}`)
        } catch (error) {
          if (!UNSATISFIABLE.includes(nameOf(group))) out.push(`REFUSED ${nameOf(group)} ${error}`)
        }
      }
      out.push(`made ${made}`)
      let wrongAjv = 0
      for (const [group, some] of values) {
        const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, addUsedSchema: false, logger: false })
        for (const [url, remote] of remotes) if (isObject(remote)|| typeof remote === 'boolean') ajv.addSchema(remote as object, url)
        let validate: ReturnType<typeof ajv.compile>
        try {
          validate = ajv.compile(group.schema as object)
          if (group.tests.some(({ data, valid }) => validate(data) !== valid)) { wrongAjv++; out.push(`ajv wrong ${nameOf(group)}`); continue }
        } catch (error) { wrongAjv++; out.push(`ajv ${nameOf(group)} ${error}`); continue }
        const bad = some.find((value) => !validate(value))
        if (bad !== undefined) out.push(`INVALID ${nameOf(group)} ${JSON.stringify(bad)}`)
      }
      for (const [url, remote] of remotes) try { registerSchema(remote as any, url, 'https://json-schema.org/draft/2020-12/schema') } catch (e) { out.push(`hyper remote ${url} ${e}`) }
      for (const [group, some] of values) {
        const url = 'https://example.com/schema'
        try {
          registerSchema(group.schema as any, url, 'https://json-schema.org/draft/2020-12/schema')
          const validate = await validateByHyperjump(url)
          const bad = some.find((value) => !validate(value as any).valid)
          if (bad !== undefined) out.push(`HYPER INVALID ${nameOf(group)} ${JSON.stringify(bad)}`)
        } catch (error) { out.push(`hyper ${nameOf(group)} ${error}`) }
        finally { unregisterSchema(url) }
      }
      let agree = 0, all = 0
      for (const group of groups) {
        const reader = new SuiteReader(group.schema)
        for (const { data, valid, description } of group.tests) {
          all++
          try { if (isMember(reader, reader.root, data) === valid) agree++; else out.push(`MEMBER ${nameOf(group)}: ${description}`) } catch (error) { out.push(`MEMBER ${nameOf(group)}: ${error}`) }
        }
      }
      out.push(`member ${agree}/${all}`)
      let broken = 0, breakable = 0
      for (const group of groups) {
        if (!group.tests.some(({ valid }) => !valid)) continue
        breakable++
        const reader = new SuiteReader(group.schema)
        try {
          const [first] = negatives(new Draws(reader), reader.root, new SchemaValidator(reader).compile(reader.root))
          if (first) broken++
          else out.push(`UNBROKEN ${nameOf(group)}`)
        } catch (error) { out.push(`UNBROKEN ${nameOf(group)}: ${error}`) }
      }
      out.push(`broken ${broken}/${breakable}`)
      console.log(out.join('\n'))
    }, 120_000)
  },
)
