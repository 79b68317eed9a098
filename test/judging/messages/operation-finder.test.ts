import { describe, expect, it } from 'vitest'
import { OperationFinder } from '../../../src/judging/messages/index.ts'
import { contractOf } from '../../support/contracts.ts'

const finderOf = (lines: readonly string[]): OperationFinder => {
  const paths: { [path: string]: { [method: string]: object } } = {}
  for (const line of lines) {
    const [method = '', path = ''] = line.split(' ')
    const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name)
    const parameters = names.map((name) => ({ name, in: 'path', required: true, schema: {} }))
    paths[path] = { ...paths[path], [method.toLowerCase()]: { operationId: line, parameters, responses: {} } }
  }
  const document = { openapi: '3.1.0', info: { title: 'Paths', version: '1' }, paths }
  return new OperationFinder(contractOf(JSON.parse(JSON.stringify(document))))
}

describe('the operation that a request is for', () => {
  const finder = finderOf([
    'GET /pets/{id}',
    'DELETE /pets/{id}',
    'GET /pets/mine',
    'GET /pets/{id}/toys',
    'GET /compare/{both}',
    'GET /compare/{base}...{head}',
    'GET /{any}/mine',
    'PUT /{other}/mine',
    'GET /a+b/(c)',
    'GET /',
  ])

  it.each<[line: string, found: string | undefined]>([
    ['GET /pets/1', 'GET /pets/{id}'],
    ['GET /pets/1?q=/pets/mine', 'GET /pets/{id}'],
    ['GET /pets/%2F', 'GET /pets/{id}'],
    ['GET /pets/1/toys', 'GET /pets/{id}/toys'],
    // A concrete path goes before a templated one, wherever it stands.
    ['GET /pets/mine', 'GET /pets/mine'],
    ['GET /cats/mine', 'GET /{any}/mine'],
    // A method that only another path has belongs to that.
    ['DELETE /pets/mine', 'DELETE /pets/{id}'],
    ['PUT /cats/mine', 'PUT /{other}/mine'],
    // Where no path has the method, it is the closest path's.
    ['TRACE /pets/mine', 'GET /pets/mine'],
    ['GET /compare/a...b', 'GET /compare/{base}...{head}'],
    ['GET /compare/a..b', 'GET /compare/{both}'],
    ['GET /a+b/(c)', 'GET /a+b/(c)'],
    ['GET /aab/c', undefined],
    ['GET /', 'GET /'],
    ['GET /pets/', undefined],
    ['GET /pets', undefined],
    ['GET //toys', undefined],
    ['GET /pets/1/toys/', undefined],
  ])('%s', (line, found) => {
    const [method = '', target = ''] = line.split(' ')
    expect(finder.find(method, target)?.id).toBe(found)
  })
})
