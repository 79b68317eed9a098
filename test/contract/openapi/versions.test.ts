import { describe, expect, it } from 'vitest'
import type { Contract } from '../../../src/contract/model/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { load, only, withoutSources } from '../samples.ts'
import { ERRORS_2, INFO, ORDERS } from './orders.ts'

/** Everything that a contract says, but for where and in what words it says it. */
function model(contract: Contract): unknown {
  const { digest: _, file: __, resolve: ___, lineOf: ____, ...rest } = contract
  return JSON.parse(JSON.stringify(withoutSources(rest)).replaceAll(ERRORS_2, '#/components/schemas/Error'))
}

describe('the same API in four versions', () => {
  const loading = Object.fromEntries(Object.entries(ORDERS).map(([version, document]) => [version, load(document)]))
  const loaded = async (version: string): Promise<Contract> => {
    const contract = await loading[version]
    if (!contract) throw new Error(version)
    return contract
  }

  it.each(['2.0', '3.0', '3.2'])('%s gives the model of 3.1', async (version) => {
    expect(model(await loaded(version))).toEqual(model(await loaded('3.1')))
  })

  it('is the API that was meant', async () => {
    const contract = await loaded('2.0')
    expect(contract).toMatchObject({ title: 'Orders', version: '1.4', servers: ['https://api.example.com/base'] })
    expect(contract.operations.map(({ id, method, methodsOfPath }) => ({ id, method, methodsOfPath }))).toEqual([
      { id: 'GET /orders/{id}', method: 'GET', methodsOfPath: ['GET', 'POST'] },
      { id: 'addOrder', method: 'POST', methodsOfPath: ['GET', 'POST'] },
    ])
    const post = contract.operations[1]
    expect(post?.parameters.map(({ name, style, explode, required }) => [name, style, explode, required])).toEqual([
      ['id', 'simple', false, true],
      ['ids', 'form', false, false],
      ['all', 'form', true, false],
      ['pipes', 'pipeDelimited', false, false],
      ['X-Trace', 'simple', false, true],
    ])
    expect(post?.requestBody?.content[0]?.schema?.schema).toEqual({
      type: 'object',
      properties: {
        name: { type: ['string', 'null'], maxLength: 8 },
        price: { type: 'number', exclusiveMinimum: 0, maximum: 100 },
        error: { $ref: '#/definitions/Error' },
      },
      example: { name: 'pen', price: 2 },
    })
    expect(post?.security).toEqual([
      [{ name: 'key', type: 'apiKey', in: 'header', parameter: 'X-Key' }],
      [
        { name: 'user', type: 'http', scheme: 'basic' },
        { name: 'oauth', type: 'oauth2' },
      ],
    ])
    expect(contract.operations[0]?.security).toEqual([])
    expect(post?.responses.map(({ status, content }) => [status, content.length])).toEqual([
      ['200', 1],
      ['204', 0],
      ['404', 1],
      ['default', 1],
    ])
    // A referenced part comes from where it stands.
    expect(post?.parameters[0]?.schema.source.pointer).toBe('/parameters/Id')
    expect(post?.responses[2]?.source.pointer).toBe('/responses/Missing')
  })
})

describe('a form of 2.0', () => {
  const field = { name: 'note', in: 'formData', type: 'string', maxLength: 40, 'x-nullable': true }
  const form = (...parameters: JsonObject[]): JsonObject => ({
    swagger: '2.0',
    info: INFO,
    consumes: ['application/json', 'multipart/form-data'],
    paths: { '/notes': { post: { parameters, responses: { 200: { description: 'Success' } } } } },
  })

  it('is one object whose properties lead to their parameters', async () => {
    const file = { name: 'file', in: 'formData', required: true, type: 'file' }
    const contract = await load(form(field, file))
    const { requestBody } = only(contract.operations)
    expect(requestBody?.required).toBe(true)
    const { name, schema } = only(requestBody?.content ?? [])
    expect(name).toBe('multipart/form-data')
    if (typeof schema?.schema !== 'object') throw new Error('The form has no schema')
    const { properties, ...rest } = schema.schema
    expect(rest).toEqual({ type: 'object', required: ['file'] })
    const nodes = Object.values(properties ?? {}).map(({ $ref }) => contract.resolve($ref, schema.source))
    expect(nodes).toEqual([
      {
        schema: { type: ['string', 'null'], maxLength: 40 },
        source: { file: 'api.json', pointer: '/paths/~1notes/post/parameters/0' },
      },
      {
        schema: { type: 'string', format: 'binary' },
        source: { file: 'api.json', pointer: '/paths/~1notes/post/parameters/1' },
      },
    ])
  })

  it.each([
    ['without a type of its own', ['application/json'], 'application/x-www-form-urlencoded'],
    ['of its own type', ['application/x-www-form-urlencoded'], 'application/x-www-form-urlencoded'],
  ])('%s is sent as %s', async (_, consumes, expected) => {
    const { requestBody } = only((await load({ ...form(field), consumes })).operations)
    expect(requestBody).toMatchObject({ required: false, content: [{ name: expected }] })
  })
})
