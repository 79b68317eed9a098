import { describe, expect, it } from 'vitest'
import { isJsonMediaType, mediaTypeMatches, parseMediaType } from '../../src/http/index.ts'

describe('parseMediaType', () => {
  it.each([
    ['application/json', 'application/json', {}],
    ['Application/JSON ; Charset=UTF-8', 'application/json', { charset: 'UTF-8' }],
    ['text/plain;a=1; b="x;\\"y\\" z";a=2', 'text/plain', { a: '1', b: 'x;"y" z' }],
    [' text/html ; ', 'text/html', {}],
    ['text/html;;a=""', 'text/html', { a: '' }],
    ['image/*', 'image/*', {}],
  ])('takes %j apart', (text, essence, parameters) => {
    const parsed = parseMediaType(text)
    expect(parsed?.essence).toBe(essence)
    expect(Object.fromEntries(parsed?.parameters ?? [])).toEqual(parameters)
  })

  it.each(['', 'json', 'a/b/c', 'a /b', 'a/b c', 'a/b; c', 'a/b; c = d', 'a/b; c="d', 'a/b, c/d', '/', 'a/'])(
    'finds no media type in %j',
    (text) => expect(parseMediaType(text)).toBeUndefined(),
  )
})

describe('mediaTypeMatches', () => {
  it.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['Application/Json;charset=utf-8', 'application/json'],
    ['image/*', 'IMAGE/png'],
    ['*/*', 'x/y'],
    ['application/*+json', 'application/problem+json'],
    ['application/json', 'application/json; charset = utf-8'],
  ])('%s covers %s', (range, actual) => expect(mediaTypeMatches(range, actual)).toBe(true))

  it.each([
    ['application/json', 'application/problem+json'],
    ['application/json', 'text/json'],
    ['image/*', 'imagex/png'],
    ['image/png', 'image/*'],
    ['application/*+json', 'application/json'],
    ['application/json', ''],
    ['*/*', 'nonsense'],
  ])('%s does not cover %j', (range, actual) => expect(mediaTypeMatches(range, actual)).toBe(false))
})

describe('isJsonMediaType', () => {
  it.each(['application/json', 'text/json; charset=x', 'Application/Problem+JSON'])('%s is', (text) =>
    expect(isJsonMediaType(text)).toBe(true),
  )
  it.each(['application/jsonp', 'text/plain', 'application/json-seq', 'json', ''])('%j is not', (text) =>
    expect(isJsonMediaType(text)).toBe(false),
  )
})
