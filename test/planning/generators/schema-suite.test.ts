import { registerSchema, unregisterSchema, validate as validateByHyperjump } from '@hyperjump/json-schema/draft-2020-12'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { ContractError } from '../../../src/contract/model/index.ts'
import { isObject, type Json, writeJson } from '../../../src/json/index.ts'
import { SchemaValidator } from '../../../src/judging/messages/index.ts'
import {
  Draws,
  isMember,
  type Negative,
  negatives,
  Unsatisfiable,
  UnsupportedKeyword,
} from '../../../src/planning/generators/index.ts'
import { isSuiteHere, type SuiteGroup, SuiteReader, suiteGroups, suiteRemotes } from '../../support/schema-suite.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
/** As it comes back when it is written and read. */
const plain = (value: Json) => JSON.parse(writeJson(value))
const nameOf = ({ file, description }: SuiteGroup): string => `${file}: ${description}`

const UNSATISFIABLE: readonly string[] = [
  'allOf.json: allOf with boolean schemas, some false',
  'allOf.json: allOf with boolean schemas, all false',
  'anyOf.json: anyOf with boolean schemas, all false',
  "boolean_schema.json: boolean schema 'false'",
  'enum.json: empty enum',
  'not.json: forbid everything with empty schema',
  'not.json: forbid everything with boolean schema true',
  'oneOf.json: oneOf with boolean schemas, all true',
  'oneOf.json: oneOf with boolean schemas, more than one true',
  'oneOf.json: oneOf with boolean schemas, all false',
  'ref.json: $ref to boolean schema false',
]

/** Schemas that are not generated from, all for the one keyword that is refused. */
const REFUSED_FOR_DYNAMIC_REF: readonly string[] = [
  'defs.json: validate definition against metaschema',
  'dynamicRef.json: A $dynamicRef to a $dynamicAnchor in the same schema resource behaves like a normal $ref to an $anchor',
  'dynamicRef.json: A $dynamicRef to an $anchor in the same schema resource behaves like a normal $ref to an $anchor',
  'dynamicRef.json: A $dynamicRef resolves to the first $dynamicAnchor still in scope that is encountered when the schema is evaluated',
  'dynamicRef.json: A $dynamicRef without anchor in fragment behaves identical to $ref',
  "dynamicRef.json: A $dynamicRef with intermediate scopes that don't include a matching $dynamicAnchor does not affect dynamic scope resolution",
  'dynamicRef.json: An $anchor with the same name as a $dynamicAnchor is not used for dynamic scope resolution',
  'dynamicRef.json: A $dynamicRef without a matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor',
  'dynamicRef.json: A $dynamicRef with a non-matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor',
  'dynamicRef.json: A $dynamicRef that initially resolves to a schema with a matching $dynamicAnchor resolves to the first $dynamicAnchor in the dynamic scope',
  'dynamicRef.json: A $dynamicRef that initially resolves to a schema without a matching $dynamicAnchor behaves like a normal $ref to $anchor',
  'dynamicRef.json: multiple dynamic paths to the $dynamicRef keyword',
  'dynamicRef.json: after leaving a dynamic scope, it is not used by a $dynamicRef',
  'dynamicRef.json: strict-tree schema, guards against misspelled properties',
  'dynamicRef.json: tests for implementation dynamic anchor and reference link',
  'dynamicRef.json: $ref and $dynamicAnchor are independent of order - $defs first',
  'dynamicRef.json: $ref and $dynamicAnchor are independent of order - $ref first',
  'dynamicRef.json: $ref to $dynamicRef finds detached $dynamicAnchor',
  'dynamicRef.json: $dynamicRef points to a boolean schema',
  'dynamicRef.json: $dynamicRef skips over intermediate resources - direct reference',
  'dynamicRef.json: $dynamicRef avoids the root of each schema, but scopes are still registered',
  'ref.json: remote ref, containing refs itself',
  'unevaluatedItems.json: unevaluatedItems with $dynamicRef',
  'unevaluatedProperties.json: unevaluatedProperties with $dynamicRef',
]

/** What ajv itself answers otherwise than the suite, or cannot compile. */
const PAST_AJV: readonly string[] = [
  'properties.json: properties whose names are Javascript object property names',
  'ref.json: root pointer ref',
  'ref.json: Recursive references between schemas',
  'ref.json: refs with relative uris and defs',
  'ref.json: relative refs with absolute uris and defs',
  'ref.json: simple URN base URI with $ref via the URN',
  'ref.json: URN ref with nested pointer ref',
  'required.json: required properties whose names are Javascript object property names',
  'unevaluatedItems.json: unevaluatedItems with nested items',
  'unevaluatedItems.json: unevaluatedItems depends on adjacent contains',
  'unevaluatedItems.json: unevaluatedItems depends on multiple nested contains',
  'unevaluatedItems.json: unevaluatedItems and contains interact to control item dependency relationship',
  'unevaluatedItems.json: unevaluatedItems with minContains = 0',
  'unevaluatedItems.json: unevaluatedItems can see annotations from if without then and else',
  'unevaluatedProperties.json: unevaluatedProperties with if/then/else, then not defined',
  'unevaluatedProperties.json: unevaluatedProperties + single cyclic ref',
  'unevaluatedProperties.json: unevaluatedProperties can see annotations from if without then and else',
  'vocabulary.json: schema that uses custom metaschema with with no validation vocabulary',
]

/** What the second validator cannot load, or misjudges: multiples of a fraction, by what is left of a division. */
const PAST_HYPERJUMP: readonly string[] = [
  'multipleOf.json: by small number',
  'ref.json: $id with file URI still resolves pointers - *nix',
  'ref.json: $id with file URI still resolves pointers - windows',
]

/** Formats are asserted here, and vocabularies not asked about. */
const JUDGED_OTHERWISE: readonly string[] = [
  ...'email regex ipv4 ipv6 hostname date date-time time json-pointer relative-json-pointer iri iri-reference uri uri-reference uri-template uuid duration'
    .split(' ')
    .map((format) => `format.json: ${format} format`),
  'vocabulary.json: schema that uses custom metaschema with with no validation vocabulary',
]

/** Schemas for which no value is found that breaks one keyword alone. */
const UNBROKEN: readonly string[] = [
  // Whatever breaks it breaks two.
  'allOf.json: allOf with boolean schemas, all false',
  // The judge takes $dynamicRef for $ref, or cannot compile it.
  'defs.json: validate definition against metaschema',
  'dynamicRef.json: A $dynamicRef that initially resolves to a schema with a matching $dynamicAnchor resolves to the first $dynamicAnchor in the dynamic scope',
  'dynamicRef.json: multiple dynamic paths to the $dynamicRef keyword',
  'dynamicRef.json: after leaving a dynamic scope, it is not used by a $dynamicRef',
  'dynamicRef.json: $ref to $dynamicRef finds detached $dynamicAnchor',
  'dynamicRef.json: $dynamicRef points to a boolean schema',
  'dynamicRef.json: $dynamicRef avoids the root of each schema, but scopes are still registered',
  'ref.json: remote ref, containing refs itself',
  // It takes for evaluated what is not.
  'unevaluatedItems.json: unevaluatedItems with nested items',
  'unevaluatedItems.json: unevaluatedItems with $dynamicRef',
  'unevaluatedItems.json: unevaluatedItems and contains interact to control item dependency relationship',
  'unevaluatedProperties.json: unevaluatedProperties with $dynamicRef',
]

describe.skipIf(!isSuiteHere)(
  isSuiteHere
    ? 'the JSON Schema test suite'
    : 'the JSON Schema test suite: SKIPPED, JSON_SCHEMA_TEST_SUITE names no folder',
  () => {
    const groups = suiteGroups()
    const remotes = suiteRemotes()
    const made = new Map<SuiteGroup, readonly Json[]>()
    const refusals = new Map<SuiteGroup, unknown>()
    for (const group of groups) {
      const reader = new SuiteReader(group.schema)
      try {
        const draws = new Draws(reader)
        made.set(
          group,
          Array.from({ length: 100 }, (_, seed) => draws.value([reader.root], seed)),
        )
      } catch (error) {
        refusals.set(group, error)
      }
    }

    test('is the one that the lists are about', () => {
      expect([groups.length, groups.filter((group) => group.tests.some(({ valid }) => !valid)).length]).toEqual([
        383, 302,
      ])
    })

    test('satisfiable schemas generate, or are refused by name', () => {
      const refused = [...refusals].filter(([group]) => !UNSATISFIABLE.includes(nameOf(group)))
      for (const [group, error] of refused) {
        expect(error, nameOf(group)).toBeInstanceOf(UnsupportedKeyword)
        expect(String(error)).toMatch(/\$dynamicRef at http\S+#\S* cannot be generated from/)
      }
      expect(refused.map(([group]) => nameOf(group))).toEqual(REFUSED_FOR_DYNAMIC_REF)
      expect(made.size).toBeGreaterThanOrEqual(340)
    })

    test('unsatisfiable schemas generate nothing', () => {
      const refused = [...refusals].filter(([group]) => UNSATISFIABLE.includes(nameOf(group)))
      for (const [group, error] of refused) expect(error, nameOf(group)).toBeInstanceOf(Unsatisfiable)
      expect(refused.map(([group]) => nameOf(group))).toEqual(UNSATISFIABLE)
    })

    test('all values are valid by ajv, where ajv answers the suite rightly', () => {
      const past: string[] = []
      for (const [group, values] of made) {
        const validate = ajvOf(group)
        if (!validate || group.tests.some(({ data, valid }) => (validate(data).length === 0) !== valid))
          past.push(nameOf(group))
        else expect(values.filter((value) => validate(value).length > 0).map(writeJson), nameOf(group)).toEqual([])
      }
      expect(past).toEqual(PAST_AJV)
    })

    type Validate = (value: Json) => readonly string[]
    const compiled = new Map<SuiteGroup, Validate | undefined>()

    /** A plain ajv: the keywords that a value breaks; undefined where it cannot compile the schema. */
    function ajvOf(group: SuiteGroup): Validate | undefined {
      if (!compiled.has(group)) compiled.set(group, compile(group))
      return compiled.get(group)
    }

    function compile({ schema }: SuiteGroup): Validate | undefined {
      const ajv = new Ajv2020({
        strict: false,
        validateFormats: false,
        validateSchema: false,
        addUsedSchema: false,
        logger: false,
      })
      for (const [url, remote] of remotes) if (isObject(remote)) ajv.addSchema(remote, url)
      try {
        const validate = ajv.compile(isObject(schema) || typeof schema === 'boolean' ? schema : true)
        return (value) => (validate(value) ? [] : (validate.errors ?? []).map(({ keyword }) => keyword))
      } catch {
        return undefined
      }
    }

    test('all values are valid by a second validator', async () => {
      for (const [url, remote] of remotes) registerSchema(plain(remote), url, DIALECT)
      const past: string[] = []
      for (const [group, values] of made) {
        const url = 'https://example.com/schema'
        try {
          registerSchema(plain(group.schema), url, DIALECT)
          const validate = await validateByHyperjump(url)
          if (!values.every((value) => validate(plain(value)).valid)) past.push(nameOf(group))
        } catch {
          past.push(nameOf(group))
        } finally {
          unregisterSchema(url)
        }
      }
      expect(past).toEqual(PAST_HYPERJUMP)
    })

    test('membership agrees with the suite', () => {
      const wrong = groups.flatMap((group) => {
        const reader = new SuiteReader(group.schema)
        return group.tests
          .filter(({ data, valid }) => isMember(reader, reader.root, data) !== valid)
          .map(() => nameOf(group))
      })
      expect(wrong).toEqual(JUDGED_OTHERWISE)
      const all = groups.reduce((sum, { tests }) => sum + tests.length, 0)
      expect(1 - wrong.length / all).toBeGreaterThanOrEqual(0.98)
    })

    test('schemas with an invalid instance give a negative that breaks one keyword alone', () => {
      const breakable = groups.filter((group) => group.tests.some(({ valid }) => !valid))
      const unbroken: string[] = []
      for (const group of breakable) {
        const negative = negativeOf(group)
        const plainAjv = ajvOf(group)
        if (!negative) unbroken.push(nameOf(group))
        else if (plainAjv && !PAST_AJV.includes(nameOf(group))) {
          const { keyword, source, value } = negative
          // Of a `false` schema ajv may name the keyword that it stands at, and `contains` for its bounds.
          const isFalse = keyword === 'not' && !source.pointer.endsWith('/not')
          const named = keyword.replace(/^(?:min|max)Contains$/, 'contains')
          const promised = isFalse ? ['false schema', source.pointer.split('/').at(-1)] : [named]
          const broken = plainAjv(value)
          expect(
            broken.some((one) => promised.includes(one)),
            `${nameOf(group)} ${writeJson(value)}`,
          ).toBe(true)
        }
      }
      expect(unbroken).toEqual(UNBROKEN)
      expect(1 - unbroken.length / breakable.length).toBeGreaterThanOrEqual(0.95)
    })

    function negativeOf(group: SuiteGroup): Negative | undefined {
      const reader = new SuiteReader(group.schema)
      try {
        const [first] = negatives(new Draws(reader), reader.root, new SchemaValidator(reader).compile(reader.root))
        return first
      } catch (error) {
        // What ajv cannot compile.
        if (error instanceof ContractError || error instanceof RangeError) return undefined
        throw error
      }
    }
  },
)
