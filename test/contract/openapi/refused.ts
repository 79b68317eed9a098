import { parse } from 'yaml'
import type { Json, JsonObject } from '../../../src/json/index.ts'

/**
 * A document that is refused beside its twin that is taken. In `text`, `<wrong|right>` stands where they differ: the
 * wrong document has what is before the bar, the right one what is behind it.
 */
export interface Refused {
  readonly name: string
  readonly text: string
  /** The message of the wrong one, behind the name of the file. */
  readonly message: string
}

export const wrongOf = ({ text }: Refused): string => text.replaceAll(/<([^|<>]*)\|([^<>]*)>/g, '$1')
export const rightOf = ({ text }: Refused): string => text.replaceAll(/<([^|<>]*)\|([^<>]*)>/g, '$2')

const document = (version: string, rest: string): string => `${version}
info: { title: Things, version: '1' }
${rest.trim()}
`
const of20 = (rest: string): string => document("swagger: '2.0'", rest)
const of30 = (rest: string): string => document('openapi: 3.0.3', rest)
const of31 = (rest: string): string => document('openapi: 3.1.0', rest)

export const REFUSED_STRUCTURES: readonly Refused[] = [
  {
    name: 'no paths',
    text: of30('<x-paths|paths>: {}'),
    message: ':1: this is not as OpenAPI 3.0 has it: `paths` is missing',
  },
  {
    name: 'no title',
    text: "openapi: 3.1.0\ninfo:\n  <summary|title>: Things\n  version: '1'\npaths: {}\n",
    message: ':2 #/info: this is not as OpenAPI 3.1 has it: `title` is missing',
  },
  {
    name: 'a version that is a number',
    text: 'openapi: 3.0.3\ninfo:\n  title: Things\n  version: <1|"1">\npaths: {}\n',
    message: ':4 #/info/version: this is not as OpenAPI 3.0 has it: must be of type string',
  },
  {
    name: 'several faults at once',
    text: `
openapi: 3.1.0
info: { <|title: Things, version: "1"> }
paths:
  /things:
    get:
      responses:
        200: { <|description: Success> }
`,
    message:
      ':3 #/info: this is not as OpenAPI 3.1 has it: `title` is missing; at #/info, `version` is missing; at #/paths/~1things/get/responses/200, `description` is missing',
  },
  {
    name: 'a location that 2.0 does not have',
    text: of20(`
paths:
  /things:
    get:
      parameters:
        - { name: id, type: string, in: <cookie|header> }
      responses: { 200: { description: Success } }
`),
    message:
      ':7 #/paths/~1things/get/parameters/0/in: this is not as OpenAPI 2.0 has it: must be one of body, header, formData, query, path',
  },
  {
    name: 'a location that 3.0 does not have',
    text: of30(`
paths:
  /things:
    get:
      parameters:
        - { name: id, schema: {}, in: <body|cookie> }
      responses: { 200: { description: Success } }
`),
    message:
      ':7 #/paths/~1things/get/parameters/0/in: this is not as OpenAPI 3.0 has it: must be one of path, query, header, cookie',
  },
  {
    name: 'a location that 3.1 does not have',
    text: of31(`
paths:
  /things:
    get:
      parameters:
        - { name: id, schema: {}, in: <body|cookie> }
`),
    message:
      ':7 #/paths/~1things/get/parameters/0/in: this is not as OpenAPI 3.1 has it: must be one of query, header, path, cookie',
  },
  {
    name: 'a style of another location',
    text: of30(`
paths:
  /things:
    get:
      parameters:
        - { name: id, in: query, schema: {}, style: <matrix|form> }
      responses: { 200: { description: Success } }
`),
    message:
      ':7 #/paths/~1things/get/parameters/0/style: this is not as OpenAPI 3.0 has it: must be one of form, spaceDelimited, pipeDelimited, deepObject',
  },
  {
    name: 'a word that OpenAPI does not have',
    text: of30(`
paths:
  /things:
    get:
      <respones|x-respones>: {}
      responses: { 200: { description: Success } }
`),
    message: ':5 #/paths/~1things/get: this is not as OpenAPI 3.0 has it: `respones` is not known here',
  },
  {
    name: 'a name that no definition may have',
    text: of31(`
components:
  schemas:
    <a b|a-b>: {}
`),
    message:
      ':4 #/components/schemas: this is not as OpenAPI 3.1 has it: the name `a b` must match pattern "^[a-zA-Z0-9._-]+$"',
  },
  {
    name: 'an operationId twice',
    text: of31(`
paths:
  /a:
    get: { operationId: a }
  /b:
    get: { operationId: <a|b> }
`),
    message: ':7 #/paths/~1b/get: the operationId "a" is also that of GET /a; rename one',
  },
  {
    name: 'a parameter twice',
    text: of31(`
paths:
  /things:
    get:
      parameters:
        - { name: id, in: query, schema: {} }
        - { name: id, in: <query|header>, schema: {} }
`),
    message: ':8 #/paths/~1things/get/parameters/1: the query parameter "id" is described twice; remove one',
  },
  {
    name: 'a header twice, in different letters',
    text: of31(`
paths:
  /things:
    get:
      parameters:
        - { name: X-A, in: header, schema: {} }
        - { name: <x-a|x-b>, in: header, schema: {} }
`),
    message: ':8 #/paths/~1things/get/parameters/1: the header parameter "x-a" is described twice; remove one',
  },
  {
    name: 'a name in the path that nobody describes',
    text: of31(`
paths:
  /things/{id}:
    parameters:
      - { name: <ID|id>, in: path, required: true, schema: {} }
    get: {}
`),
    message:
      ':7 #/paths/~1things~1{id}/get: no parameter describes {id} of the path /things/{id}; describe it in `parameters` with `in: path`',
  },
  {
    name: 'a path parameter that the path lacks',
    text: of31(`
paths:
  /things:
    get:
      parameters:
        - { name: id, in: <path|query>, required: true, schema: {} }
`),
    message:
      ':7 #/paths/~1things/get/parameters/0: the path /things has no {id}, which this parameter describes; add it to the path or remove the parameter',
  },
  {
    name: 'a security scheme that is not there',
    text: of31(`
paths:
  /things:
    get:
      security:
        - <key|token>: []
components:
  securitySchemes:
    token: { type: mutualTLS }
`),
    message:
      ':7 #/paths/~1things/get/security/0/key: the security scheme "key" is missing in components/securitySchemes',
  },
  {
    name: 'a security scheme of 2.0 that is not there',
    text: of20(`
paths:
  /things:
    get:
      security:
        - <key|token>: []
      responses: { 200: { description: Success } }
securityDefinitions:
  token: { type: basic }
`),
    message: ':7 #/paths/~1things/get/security/0/key: the security scheme "key" is missing in securityDefinitions',
  },
  {
    name: 'advisories that are no list',
    text: of31(`
paths:
  /things:
    get:
      responses:
        200:
          description: Success
          x-advisories: <{}|[]>
`),
    message: ':9 #/paths/~1things/get/responses/200/x-advisories: x-advisories is a list; write a dash before each',
  },
  {
    name: 'an advisory without a message',
    text: of31(`
paths:
  /things:
    get:
      responses:
        200:
          description: Success
          x-advisories:
            - { <name|message>: late, schema: {} }
`),
    message:
      ':10 #/paths/~1things/get/responses/200/x-advisories/0: an advisory needs `message` and either `schema` or `order`, a list of two or more property names',
  },
  {
    name: 'an advisory of both kinds',
    text: of31(`
paths:
  /things:
    get:
      responses:
        200:
          description: Success
          x-advisories:
            - { message: late, <schema: {}, |>order: [a, b] }
`),
    message:
      ':10 #/paths/~1things/get/responses/200/x-advisories/0: an advisory needs `message` and either `schema` or `order`, a list of two or more property names',
  },
  {
    name: 'an answer of the platform whose status is a text',
    text: of31(`
paths:
  /things:
    get:
      x-platform-answers:
        - { status: <"401"|401>, code: A.1, meaning: no token }
`),
    message:
      ':7 #/paths/~1things/get/x-platform-answers/0: an answer of the platform needs `status` (100 to 599), `code` and `meaning` (strings)',
  },
  {
    name: 'two bodies',
    text: of20(`
paths:
  /things:
    post:
      parameters:
        - { name: a, in: body, schema: {} }
        - { name: b, in: <body, schema: {}|query, type: string> }
      responses: { 200: { description: Success } }
`),
    message:
      ':8 #/paths/~1things/post/parameters/1: an operation has one body: remove this parameter or the other that describes the body',
  },
  {
    name: 'a body beside a form',
    text: of20(`
paths:
  /things:
    post:
      parameters:
        - { name: a, in: body, schema: {} }
        - { name: b, in: <formData|query>, type: string }
      responses: { 200: { description: Success } }
`),
    message:
      ':8 #/paths/~1things/post/parameters/1: an operation has one body: remove this parameter or the other that describes the body',
  },
]

/** Schemas of 3.1 that are wrong beside right ones, by the keyword at fault. */
export const REFUSED_SCHEMAS: readonly {
  readonly keyword: string
  readonly wrong: JsonObject
  readonly right: JsonObject
}[] = [
  { keyword: 'type', wrong: { type: 'strin' }, right: { type: 'string' } },
  { keyword: 'type', wrong: { type: ['string', 'nul'] }, right: { type: ['string', 'null'] } },
  { keyword: 'type', wrong: { type: [] }, right: { type: ['string'] } },
  { keyword: 'pattern', wrong: { pattern: '(' }, right: { pattern: '[a-z\\-]' } },
  { keyword: 'maxLength', wrong: { maxLength: -1 }, right: { maxLength: 0 } },
  { keyword: 'minLength', wrong: { minLength: 1.5 }, right: { minLength: 1.0 } },
  { keyword: 'maxItems', wrong: { maxItems: '3' }, right: { maxItems: 3 } },
  { keyword: 'minimum', wrong: { minimum: '3' }, right: { minimum: -3.5 } },
  { keyword: 'exclusiveMinimum', wrong: { exclusiveMinimum: true }, right: { exclusiveMinimum: 1 } },
  { keyword: 'multipleOf', wrong: { multipleOf: 0 }, right: { multipleOf: 0.1 } },
  { keyword: 'enum', wrong: { enum: 'a' }, right: { enum: ['a'] } },
  { keyword: 'enum', wrong: { enum: [] }, right: { enum: [null] } },
  { keyword: 'required', wrong: { required: true }, right: { required: [] } },
  { keyword: 'required', wrong: { required: ['a', 1] }, right: { required: ['a', 'b'] } },
  { keyword: 'uniqueItems', wrong: { uniqueItems: 'yes' }, right: { uniqueItems: true } },
  { keyword: 'properties', wrong: { properties: { a: 'string' } }, right: { properties: { a: true } } },
  { keyword: 'items', wrong: { items: [{}] }, right: { prefixItems: [{}] } },
  { keyword: 'allOf', wrong: { allOf: {} }, right: { allOf: [{}] } },
  { keyword: 'allOf', wrong: { allOf: [] }, right: { allOf: [true] } },
  { keyword: 'not', wrong: { not: [] }, right: { not: {} } },
  {
    keyword: 'patternProperties',
    wrong: { patternProperties: { '[': {} } },
    right: { patternProperties: { 'x{': {} } },
  },
  {
    keyword: 'dependentRequired',
    wrong: { dependentRequired: { a: 'b' } },
    right: { dependentRequired: { a: ['b'] } },
  },
]

export const documentsOf = (refused: readonly Refused[]): readonly (readonly [name: string, document: Json])[] =>
  refused.flatMap((row): [string, Json][] => [
    [`${row.name}: wrong`, parse(wrongOf(row))],
    [`${row.name}: right`, parse(rightOf(row))],
  ])
