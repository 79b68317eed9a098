import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import SwaggerParser from '@apidevtools/swagger-parser'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ContractError } from '../../../src/contract/model/index.ts'
import { isObject, type Json } from '../../../src/json/index.ts'
import { petstore } from '../../support/petstore.ts'
import { root } from '../../support/project-files.ts'
import { ORDERS } from '../openapi/orders.ts'
import { documentsOf, REFUSED_SCHEMAS, REFUSED_STRUCTURES } from '../openapi/refused.ts'
import { loadStrictly, withSchema } from '../samples.ts'

type Opinion = 'accepts' | 'refuses'

interface Difference {
  readonly ours: Opinion
  /** The section of a specification that decides, and what it says if that is not plain. */
  readonly by: string
}

const refuses = (by: string): Difference => ({ ours: 'refuses', by })
const accepts = (by: string): Difference => ({ ours: 'accepts', by })

const SCHEME = refuses('OpenAPI 3.1, 4.8.30 (Security Requirement Object): a name MUST be that of a declared scheme')
const LATER = accepts('OpenAPI 3.2: swagger-parser knows no version after 3.1')
const EXCLUSIVE = refuses('JSON Schema 2020-12 Validation, 6.2.5 (exclusiveMinimum): MUST be a number')
const EXTENSION = refuses('OpenAPI 3.1, 4.9 (Specification Extensions): may have any value; ours reads this one')

/** Where swagger-parser and ours differ: by the name of the document. */
const DIFFERENCES: { readonly [name: string]: Difference } = {
  '3.0/json/response-http-behavior.json': SCHEME,
  '3.1/json/schema-validation-local.json': EXCLUSIVE,
  '3.1/json/schema-validation-top-level.json': EXCLUSIVE,
  'the orders of 3.1': accepts('OpenAPI 3.1, 4.8.6 (Server Variable Object): has a `description`'),
  'the orders of 3.2': LATER,
  'three-two/schemes.yaml': LATER,
  'three-two/three-two.yaml': LATER,
  'a name that no definition may have: right': accepts(
    'OpenAPI 3.1, 4.8.1 (OpenAPI Object): `components`, `paths` or `webhooks` is enough',
  ),
  'an operationId twice: wrong': refuses('OpenAPI 3.1, 4.8.10 (Operation Object): operationId MUST be unique'),
  'a parameter twice: wrong': refuses('OpenAPI 3.1, 4.8.10 (Operation Object): `parameters` MUST NOT have duplicates'),
  'a header twice, in different letters: wrong': refuses('RFC 9110, 5.1: names of fields are case-insensitive'),
  'a name in the path that nobody describes: wrong': refuses(
    'OpenAPI 3.1, 3.2 (Path Templating): each expression MUST correspond to a path parameter',
  ),
  'a path parameter that the path lacks: wrong': refuses(
    'OpenAPI 3.1, 4.8.12 (Parameter Object): the name in `path` MUST correspond to an expression of the template',
  ),
  'a security scheme that is not there: wrong': SCHEME,
  'a security scheme of 2.0 that is not there: wrong': refuses(
    'OpenAPI 2.0, Security Requirement Object: a name MUST be that of a declared scheme',
  ),
  'advisories that are no list: wrong': EXTENSION,
  'an advisory without a message: wrong': EXTENSION,
  'an advisory of both kinds: wrong': EXTENSION,
  'an answer of the platform whose status is a text: wrong': EXTENSION,
}

/**
 * The sections of JSON Schema 2020-12 by which a keyword has no such value; swagger-parser looks at no schema of 3.1.
 * Two of them say SHOULD: a valid regular expression, and at least one member in an enum. Ours insists on both.
 */
const KEYWORD_SECTIONS: { readonly [keyword: string]: string } = {
  type: 'Validation, 6.1.1',
  enum: 'Validation, 6.1.2',
  multipleOf: 'Validation, 6.2.1',
  minimum: 'Validation, 6.2.4',
  exclusiveMinimum: 'Validation, 6.2.5',
  maxLength: 'Validation, 6.3.1',
  minLength: 'Validation, 6.3.2',
  pattern: 'Validation, 6.3.3',
  maxItems: 'Validation, 6.4.1',
  uniqueItems: 'Validation, 6.4.3',
  required: 'Validation, 6.5.3',
  dependentRequired: 'Validation, 6.5.4',
  allOf: 'Core, 10.2.1.1',
  not: 'Core, 10.2.1.4',
  items: 'Core, 10.3.1.2',
  properties: 'Core, 10.3.2.1',
  patternProperties: 'Core, 10.3.2.2',
}

/** A path, or a document. */
type Given = { readonly path: string } | { readonly document: Json }

interface Row {
  readonly name: string
  readonly given: Given
  readonly difference: Difference | undefined
}

const rowOf = (name: string, given: Given): Row => ({ name, given, difference: DIFFERENCES[name] })

/** The OpenAPI documents of a folder, by their paths. The examples in YAML say what those in JSON say. */
const filesOf = (folder: string): Row[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(?:json|ya?ml)$/.test(name) && !/^[23]\.[01]\/yaml\//.test(name))
    .map((name) => ({ name, path: join(root, folder, name) }))
    .filter(({ path }) => isOpenApi(parse(readFileSync(path, 'utf8'))))
    .map(({ name, path }) => rowOf(name, { path }))

const isOpenApi = (value: Json): boolean =>
  isObject(value) && (Object.hasOwn(value, 'openapi') || Object.hasOwn(value, 'swagger'))

const schemas = REFUSED_SCHEMAS.flatMap(({ keyword, wrong, right }): Row[] => {
  const section = KEYWORD_SECTIONS[keyword]
  const difference = section === undefined ? undefined : refuses(`JSON Schema 2020-12 ${section}`)
  return [
    { name: JSON.stringify(wrong), given: { document: withSchema('3.1', wrong) }, difference },
    { name: JSON.stringify(right), given: { document: withSchema('3.1', right) }, difference: undefined },
  ]
})

const ROWS: readonly Row[] = [
  ...['node_modules/@readme/oas-examples', 'test', 'specs', 'fixtures'].flatMap(filesOf),
  ...documentsOf(REFUSED_STRUCTURES).map(([name, document]) => rowOf(name, { document })),
  ...schemas,
  ...Object.entries(ORDERS).map(([version, document]) => rowOf(`the orders of ${version}`, { document })),
  rowOf('the pet store', { document: petstore }),
]

async function ourOpinion(given: Given): Promise<Opinion> {
  try {
    await loadStrictly('path' in given ? given.path : { file: 'api.json', text: JSON.stringify(given.document) })
    return 'accepts'
  } catch (error) {
    if (error instanceof ContractError) return 'refuses'
    throw error
  }
}

async function theirOpinion(given: Given): Promise<Opinion> {
  try {
    // A copy, since it changes what it is given.
    const document = 'document' in given ? JSON.parse(JSON.stringify(given.document)) : given.path
    await SwaggerParser.validate(document)
    return 'accepts'
  } catch {
    return 'refuses'
  }
}

describe('swagger-parser and ours say the same, unless a section decides', () => {
  test.each(ROWS)('$name', async ({ given, difference }) => {
    const opinions = { ours: await ourOpinion(given), theirs: await theirOpinion(given) }
    const ours = difference?.ours ?? opinions.theirs
    const other = ours === 'accepts' ? 'refuses' : 'accepts'
    expect(opinions).toEqual({ ours, theirs: difference ? other : ours })
  })

  test('of many documents, of which both refuse some', () => {
    const names = ROWS.map(({ name }) => name)
    expect(names.length).toBeGreaterThan(150)
    expect(Object.keys(DIFFERENCES).filter((name) => !names.includes(name))).toEqual([])
    const isOfBoth = ({ name, difference }: Row) => name.endsWith(': wrong') && difference === undefined
    expect(ROWS.filter(isOfBoth).length).toBeGreaterThan(8)
  })
})
